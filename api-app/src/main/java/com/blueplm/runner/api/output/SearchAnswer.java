package com.blueplm.runner.api.output;

import java.util.List;

/**
 * Where a text was found.
 *
 * @param lines the numbers of the lines, in order
 * @param truncated whether the search stopped early, because of their number or of the time
 * @param nextLine the {@code from_line} of the search that goes on
 */
record SearchAnswer(List<Long> lines, boolean truncated, long nextLine) {}
