package com.blueplm.runner.api.output;

import java.util.List;

/**
 * A window of a run's lines.
 *
 * @param lines the lines
 * @param totalLines the lines of the run, over both streams and all attempts
 * @param nextLine the {@code from_line} of the window that follows
 * @param complete whether the run is over and no line follows
 */
record OutputWindow(List<OutputLine> lines, long totalLines, long nextLine, boolean complete) {}
