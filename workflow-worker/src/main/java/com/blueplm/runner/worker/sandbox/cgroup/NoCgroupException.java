package com.blueplm.runner.worker.sandbox.cgroup;

/** This worker cannot make control groups; the message tells why, as part of a sentence. */
final class NoCgroupException extends Exception {

  private static final long serialVersionUID = 1L;

  NoCgroupException(String message) {
    super(message);
  }

  NoCgroupException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
