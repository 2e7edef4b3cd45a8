/**
 * The workflow of a run. Everything here is replayed by Temporal and must be deterministic: no
 * clock, no random ids, no threads, no input or output but through activities.
 */
@NullMarked
package com.blueplm.runner.worker.run;

import org.jspecify.annotations.NullMarked;
