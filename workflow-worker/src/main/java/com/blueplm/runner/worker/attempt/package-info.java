/** One attempt of a run, from its claim to its delivered end. */
@NullMarked
package com.blueplm.runner.worker.attempt;

import org.jspecify.annotations.NullMarked;
