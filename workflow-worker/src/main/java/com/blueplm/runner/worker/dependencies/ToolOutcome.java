package com.blueplm.runner.worker.dependencies;

/**
 * How a tool ended.
 *
 * @param ending why it is over
 * @param exitCode its exit code; meaningless unless it exited
 * @param stdout what it wrote, up to a bound
 * @param stderr what it wrote, up to a bound
 */
record ToolOutcome(Ending ending, int exitCode, String stdout, String stderr) {

  boolean succeeded() {
    return ending == Ending.EXITED && exitCode == 0;
  }

  /** Why a tool is over. */
  enum Ending {
    /** By itself. */
    EXITED,
    /** Its sandbox could not be set up; never answered to a caller. */
    NOT_BEGUN,
    /** A signal that is not ours ended it. */
    SIGNALLED,
    /** Its time was up. */
    TIMED_OUT,
    /** It was asked to stop. */
    STOPPED,
    /** It crossed its memory limit. */
    OUT_OF_MEMORY,
    /** It wrote more than it may. */
    TOO_LARGE
  }
}
