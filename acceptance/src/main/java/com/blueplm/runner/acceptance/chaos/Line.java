package com.blueplm.runner.acceptance.chaos;

/**
 * One line of a run's output.
 *
 * @param number among all lines of the run, from 0
 * @param attempt the attempt that printed it
 */
record Line(int number, String stream, int attempt, String text) {
  boolean isMarker() {
    return text.startsWith("[runner] ");
  }
}
