/** Journeys against the very processes that {@code ./start} starts. */
@NullMarked
package com.blueplm.runner.acceptance.journey;

import org.jspecify.annotations.NullMarked;
