package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.OutputStream;
import com.blueplm.runner.worker.gateway.AttemptSupersededException;
import com.blueplm.runner.worker.gateway.Claim;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.gateway.GatewayRejectedException;
import com.blueplm.runner.worker.gateway.RetryingCall;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the spooled output of one attempt in order: the first piece at once, then every 50 ms or
 * 64 KiB. While api-app is away it waits and resumes where the API expects.
 */
final class OutputPusher {

  private static final Logger log = LoggerFactory.getLogger(OutputPusher.class);
  private static final long INTERVAL_NANOS = Duration.ofMillis(50).toNanos();
  private static final int FULL_PIECE = 64 * 1024;
  private static final int LARGEST_PIECE = 256 * 1024;

  private final GatewayClient gateway;
  private final LiveAttempt attempt;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PushedStream[] streams = new PushedStream[OutputStream.values().length];
  private final CompletableFuture<Void> delivered = new CompletableFuture<>();
  private int largestPiece = LARGEST_PIECE;
  private long nextPushAt = System.nanoTime();
  private volatile boolean sealed;

  OutputPusher(GatewayClient gateway, LiveAttempt attempt) {
    this.gateway = gateway;
    this.attempt = attempt;
  }

  /** Begins to deliver the streams. */
  void start(SpooledStream stdout, SpooledStream stderr) {
    streams[0] = new PushedStream(OutputStream.STDOUT, stdout);
    streams[1] = new PushedStream(OutputStream.STDERR, stderr);
    Thread.ofVirtual().name("push-" + attempt.claim().key()).start(this::run);
    var unused = attempt.supersession().thenRun(this::wake);
  }

  /** Says that a stream grew. */
  void wake() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that the streams are complete.
   *
   * @return completed when all is stored; {@link AttemptSupersededException} when it may not be
   */
  CompletableFuture<Void> seal() {
    lock.lock();
    try {
      sealed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    return delivered;
  }

  private void run() {
    try {
      PushedStream next = awaitWork();
      while (next != null) {
        push(next);
        next = awaitWork();
      }
      delivered.complete(null);
    } catch (AttemptSupersededException e) {
      attempt.supersede();
      delivered.completeExceptionally(e);
    } catch (RuntimeException e) {
      log.error("Output of {} cannot be delivered any further.", attempt.claim().key(), e);
      delivered.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      delivered.completeExceptionally(e);
    }
  }

  /** The stream to push next; null when all is delivered. */
  private @Nullable PushedStream awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        if (attempt.isSuperseded()) {
          throw new AttemptSupersededException(attempt.claim().key());
        }
        PushedStream next = earliest();
        if (next == null && sealed) {
          return null;
        }
        if (next == null) {
          changed.await();
        } else {
          long wait = nextPushAt - System.nanoTime();
          if (sealed || wait <= 0 || next.pending() >= FULL_PIECE) {
            return next;
          }
          var unused = changed.await(wait, TimeUnit.NANOSECONDS);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable PushedStream earliest() {
    PushedStream earliest = null;
    for (PushedStream stream : streams) {
      if (stream.needsPush(sealed) && (earliest == null || stream.since < earliest.since)) {
        earliest = stream;
      }
    }
    return earliest;
  }

  private void push(PushedStream stream) {
    boolean complete = sealed;
    byte[] piece = stream.next(largestPiece);
    boolean end = complete && piece.length == stream.pending();
    Claim claim = attempt.claim();
    try {
      long next =
          RetryingCall.call(
                  () -> gateway.output(claim, stream.name, stream.offset, end, piece),
                  cause -> mayRepeat(claim, cause))
              .nextOffset();
      stream.storedUpTo(next, end);
    } catch (GatewayRejectedException e) {
      if (!e.isTooLarge() || largestPiece == 1) {
        throw e;
      }
      largestPiece = Math.max(1, largestPiece / 2);
    }
    nextPushAt = System.nanoTime() + INTERVAL_NANOS;
  }

  private boolean mayRepeat(Claim claim, RuntimeException cause) {
    log.debug("Output of {} waits for api-app: {}", claim.key(), cause.getMessage());
    return !attempt.isSuperseded();
  }

  /** How far one stream is delivered; used by the pushing thread only. */
  private static final class PushedStream {
    final OutputStream name;
    final SpooledStream spooled;
    long offset;
    long since = Long.MAX_VALUE;
    boolean ended;

    PushedStream(OutputStream name, SpooledStream spooled) {
      this.name = name;
      this.spooled = spooled;
    }

    long pending() {
      return spooled.size() - offset;
    }

    /** Also when only the end of an unfinished last line is left to say. */
    boolean needsPush(boolean sealed) {
      boolean needed = pending() > 0 || (sealed && !ended && offset > 0 && !spooled.endsInLine());
      since = needed ? Math.min(since, System.nanoTime()) : Long.MAX_VALUE;
      return needed;
    }

    byte[] next(int largest) {
      return spooled.read(offset, (int) Math.min(pending(), largest));
    }

    void storedUpTo(long next, boolean end) {
      offset = Math.clamp(next, 0, spooled.size());
      ended = end && pending() == 0;
      since = Long.MAX_VALUE;
    }
  }
}
