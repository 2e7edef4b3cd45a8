package com.blueplm.runner.worker.wake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that this process stood still, as after SIGSTOP or on a frozen machine. Its leases may
 * have run out then and its attempts may have been given to others, so nothing is certain until
 * api-app has answered a question that was asked after the stop. Thread-safe; the question "is it
 * certain" costs two volatile reads and a look at the clock.
 */
public final class Wakefulness implements AutoCloseable {

  /** Above what a busy machine or the garbage collector takes, below the lease of 4 s. */
  static final Duration LONGEST_GAP = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(Wakefulness.class);
  private static final long TICK_MILLIS = 200;

  private final LongSupplier nanoTime;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile long tickedAt;
  private volatile boolean uncertain;
  private long wokeAt;

  Wakefulness(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.tickedAt = nanoTime.getAsLong();
    this.wokeAt = tickedAt;
  }

  /** Begins to watch this process. */
  public static Wakefulness start() {
    Wakefulness started = new Wakefulness(System::nanoTime);
    Thread.ofPlatform().daemon().name("wakefulness").start(started::run);
    return started;
  }

  private void run() {
    try {
      while (!closed.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
        tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void tick() {
    long now = nanoTime.getAsLong();
    long gap = now - tickedAt;
    if (gap > LONGEST_GAP.toNanos()) {
      // Before the tick is written: whoever sees the tick sees the doubt.
      uncertain = true;
      wokeAt = now;
      log.warn(
          "This process stood still for {} ms. Scripts reach nobody until api-app has said which"
              + " attempts are still this worker's.",
          TimeUnit.NANOSECONDS.toMillis(gap));
    }
    tickedAt = now;
  }

  /** Whether nothing can have been missed. */
  public boolean isCertain() {
    long ticked = tickedAt;
    return nanoTime.getAsLong() - ticked <= LONGEST_GAP.toNanos() && !uncertain;
  }

  /** Marks the moment before a question to api-app. */
  public long beforeQuestion() {
    tick();
    return nanoTime.getAsLong();
  }

  /**
   * Whether this process stood still since a question was asked: its answer, or that none came,
   * means little.
   */
  public synchronized boolean sleptSince(long question) {
    tick();
    return wokeAt - question > 0;
  }

  /** api-app has answered the question and what it said is done. */
  public synchronized void answered(long question) {
    if (!sleptSince(question)) {
      uncertain = false;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
