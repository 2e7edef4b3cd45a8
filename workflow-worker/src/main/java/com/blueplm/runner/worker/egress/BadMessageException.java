package com.blueplm.runner.worker.egress;

/** A message that is not forwarded, with the status and the sentence that say so. */
final class BadMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String sentence;

  BadMessageException(int status, String sentence) {
    super(sentence);
    this.status = status;
    this.sentence = sentence;
  }

  int status() {
    return status;
  }

  String sentence() {
    return sentence;
  }
}
