package com.blueplm.runner.api.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of runs, newest first, without tails.
 *
 * @param runs the runs
 * @param nextCursor where the next page begins; null on the last one
 */
record RunPage(List<RunView> runs, @Nullable String nextCursor) {}
