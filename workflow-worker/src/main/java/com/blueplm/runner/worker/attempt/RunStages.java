package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.worker.gateway.Claim;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When an attempt passed which stage; written to the log at debug level when it is over. */
final class RunStages {

  private static final Logger log = LoggerFactory.getLogger(RunStages.class);
  private static final double NANOS_PER_MILLI = 1e6;

  private final long begin = System.nanoTime();
  private final AtomicLong firstByteAt = new AtomicLong();
  private final StringBuilder passed = new StringBuilder();

  /** Marks the end of a stage. */
  void passed(String stage) {
    append(stage, System.nanoTime());
  }

  /** Marks the first byte of output; later calls change nothing. */
  void firstByte() {
    if (firstByteAt.get() == 0) {
      firstByteAt.compareAndSet(0, System.nanoTime());
    }
  }

  void log(Claim claim) {
    if (log.isDebugEnabled()) {
      if (firstByteAt.get() != 0) {
        append("first_byte", firstByteAt.get());
      }
      log.debug("run stages {} (ms since the activity began):{}", claim.key(), passed);
    }
  }

  private void append(String stage, long at) {
    passed.append(' ').append(stage).append('=');
    passed.append(Math.round((at - begin) / NANOS_PER_MILLI * 10) / 10.0);
  }
}
