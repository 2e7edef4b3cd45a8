package com.blueplm.runner.api.output;

import com.blueplm.runner.contract.OutputStream;
import java.util.UUID;

/**
 * Where a run's output stands.
 *
 * @param attempt the attempt whose offsets these are
 * @param nextLine the number of the next line
 * @param stdout standard output of that attempt
 * @param stderr standard error of that attempt
 */
record OutputHead(
    UUID orgId, UUID runId, int attempt, long nextLine, Position stdout, Position stderr) {

  /** A run that has not printed anything in this attempt. */
  static OutputHead start(UUID orgId, UUID runId, int attempt) {
    return new OutputHead(orgId, runId, attempt, 0, Position.START, Position.START);
  }

  Position of(OutputStream stream) {
    return switch (stream) {
      case STDOUT -> stdout;
      case STDERR -> stderr;
    };
  }

  OutputHead with(OutputStream stream, Position position, long newNextLine) {
    return switch (stream) {
      case STDOUT -> new OutputHead(orgId, runId, attempt, newNextLine, position, stderr);
      case STDERR -> new OutputHead(orgId, runId, attempt, newNextLine, stdout, position);
    };
  }

  OutputHead startAttempt(int newAttempt) {
    return new OutputHead(orgId, runId, newAttempt, nextLine, Position.START, Position.START);
  }

  /**
   * Where one stream stands.
   *
   * @param offset bytes received in this attempt, the pending ones included
   * @param pending bytes of a line that is not complete yet
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and copying 64 KiB buys nothing
  record Position(long offset, byte[] pending) {
    static final Position START = new Position(0, new byte[0]);
  }
}
