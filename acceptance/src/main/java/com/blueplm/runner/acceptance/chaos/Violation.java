package com.blueplm.runner.acceptance.chaos;

/**
 * Something that the product promised and did not keep.
 *
 * @param check which promise
 * @param run the run, or empty when it is about none
 * @param text what was seen
 */
record Violation(String check, String run, String text) {
  @Override
  public String toString() {
    return "%s: %s%s".formatted(check, run.isEmpty() ? "" : "run " + run + " ", text);
  }
}
