package com.blueplm.runner.worker.wake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WakefulnessTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
  private final Wakefulness wakefulness = new Wakefulness(now::get);

  @Test
  void isCertainWhileTimePassesInSmallSteps() {
    for (int step = 0; step < 100; step++) {
      pass(Duration.ofMillis(1900));
      assertThat(wakefulness.isCertain()).isTrue();
      wakefulness.tick();
    }
    assertThat(wakefulness.isCertain()).isTrue();
  }

  @Test
  void isUncertainAfterAGapEvenBeforeAnybodyTicks() {
    pass(Duration.ofMillis(2100));
    assertThat(wakefulness.isCertain()).isFalse();
    wakefulness.tick();
    wakefulness.tick();
    assertThat(wakefulness.isCertain()).isFalse();
  }

  @Test
  void onlyTheAnswerToAQuestionThatWasAskedAfterTheGapHelps() {
    long before = wakefulness.beforeQuestion();
    assertThat(wakefulness.sleptSince(before)).isFalse();
    pass(Duration.ofSeconds(10));
    assertThat(wakefulness.sleptSince(before)).isTrue();
    wakefulness.answered(before);
    assertThat(wakefulness.isCertain()).isFalse();

    long after = wakefulness.beforeQuestion();
    pass(Duration.ofMillis(10));
    wakefulness.answered(after);

    assertThat(wakefulness.isCertain()).isTrue();
  }

  private void pass(Duration duration) {
    now.addAndGet(duration.toNanos());
  }
}
