/**
 * Starts scripts in a sandbox, reads and masks their output, and ends their process trees. Plain
 * Java.
 */
@NullMarked
package com.blueplm.runner.worker.execution;

import org.jspecify.annotations.NullMarked;
