/** Connects the workflow and the execution activity to Temporal. */
@NullMarked
package com.blueplm.runner.worker.temporal;

import org.jspecify.annotations.NullMarked;
