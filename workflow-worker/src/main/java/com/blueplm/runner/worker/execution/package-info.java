/**
 * Turns orders into jobs of a sandbox, reads and masks their output, and clears up after them.
 * Plain Java.
 */
@NullMarked
package com.blueplm.runner.worker.execution;

import org.jspecify.annotations.NullMarked;
