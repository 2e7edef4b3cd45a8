package com.blueplm.runner.worker.egress;

import java.io.IOException;

/** A body that breaks the rules of its framing. */
final class BrokenBodyException extends IOException {

  private static final long serialVersionUID = 1L;

  private final BadMessageException reason;

  BrokenBodyException(BadMessageException reason) {
    super(reason.sentence(), reason);
    this.reason = reason;
  }

  BadMessageException reason() {
    return reason;
  }
}
