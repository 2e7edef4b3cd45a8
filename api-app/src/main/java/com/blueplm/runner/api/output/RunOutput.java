package com.blueplm.runner.api.output;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.signal.RunSignals;
import com.blueplm.runner.contract.OutputStream;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Stores what a run prints. Every write happens in the caller's transaction, after the caller has
 * checked that the attempt is the live one, and locks the run's head row.
 */
@Component
public class RunOutput {
  private final RunOutputRepository outputs;
  private final RunSignals signals;

  RunOutput(RunOutputRepository outputs, RunSignals signals) {
    this.outputs = outputs;
    this.signals = signals;
  }

  /**
   * Adds bytes to a stream of an attempt. Bytes that are stored already are left out; bytes beyond
   * the expected offset are refused as a whole. So a worker may repeat any call.
   *
   * @param offset the first byte's offset in the attempt's stream
   * @param end whether the stream has ended after these bytes
   * @return the offset of the next byte expected
   * @throws ProblemException {@code ATTEMPT_SUPERSEDED} when a newer attempt has started
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public long append(
      UUID orgId,
      UUID runId,
      int attempt,
      OutputStream stream,
      long offset,
      byte[] bytes,
      boolean end) {
    LineAssembler lines = open(orgId, runId, attempt);
    if (lines.append(stream, offset, bytes, end)) {
      save(lines);
    }
    return lines.head().of(stream).offset();
  }

  /**
   * Completes what earlier attempts have left and starts the offsets at 0; again for the same
   * attempt does nothing.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void startAttempt(UUID orgId, UUID runId, int attempt) {
    if (attempt == 1) {
      return; // nothing comes before it, and append makes the head
    }
    outputs
        .lock(orgId, runId)
        .filter(head -> head.attempt() != attempt)
        .ifPresent(head -> save(resume(head, attempt)));
  }

  /**
   * Adds a line of ours, such as the mark of a gap, to standard error, after completing the lines
   * that have no newline yet.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void appendMarker(UUID orgId, UUID runId, int attempt, String text) {
    LineAssembler lines = open(orgId, runId, attempt);
    lines.marker(text);
    save(lines);
  }

  /** Completes the last lines of a run that has ended, and returns its tails. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Tails finish(UUID orgId, UUID runId) {
    return outputs.lock(orgId, runId).map(this::finish).orElse(Tails.NONE);
  }

  /** The tails as they are now, lines without a newline included. */
  public Tails tails(UUID orgId, UUID runId) {
    return outputs.find(orgId, runId).map(this::tails).orElse(Tails.NONE);
  }

  private Tails finish(OutputHead head) {
    LineAssembler lines = new LineAssembler(head);
    lines.flush();
    if (!lines.chunks().isEmpty()) {
      save(lines);
    }
    return tails(lines.head());
  }

  private Tails tails(OutputHead head) {
    StreamTail output = outputs.tail(head, OutputStream.STDOUT);
    StreamTail error = outputs.tail(head, OutputStream.STDERR);
    byte[] outputPending = head.stdout().pending();
    byte[] errorPending = head.stderr().pending();
    return new Tails(
        output.text(outputPending),
        error.text(errorPending),
        output.totalBytes() + outputPending.length,
        error.totalBytes() + errorPending.length,
        head.nextLine());
  }

  private LineAssembler open(UUID orgId, UUID runId, int attempt) {
    return resume(
        outputs.lock(orgId, runId).orElseGet(() -> create(orgId, runId, attempt)), attempt);
  }

  private OutputHead create(UUID orgId, UUID runId, int attempt) {
    OutputHead head = OutputHead.start(orgId, runId, attempt);
    return outputs.create(head) ? head : outputs.lock(orgId, runId).orElseThrow();
  }

  private static LineAssembler resume(OutputHead head, int attempt) {
    if (head.attempt() > attempt) {
      throw ProblemException.of(
          ErrorCode.ATTEMPT_SUPERSEDED,
          "Attempt " + attempt + " is over: attempt " + head.attempt() + " has started.");
    }
    LineAssembler lines = new LineAssembler(head);
    if (head.attempt() < attempt) {
      lines.startAttempt(attempt);
    }
    return lines;
  }

  private void save(LineAssembler lines) {
    outputs.save(lines.head(), lines.chunks());
    signals.changed(lines.head().runId());
  }
}
