package com.blueplm.runner.worker.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutageWatchTest {

  private final AtomicLong now = new AtomicLong();
  private final AtomicBoolean engineReached = new AtomicBoolean();
  private final AtomicInteger stops = new AtomicInteger();
  private final AtomicInteger givenUpStops = new AtomicInteger();
  private final OutageWatch watch =
      new OutageWatch(
          engineReached::get,
          stops::incrementAndGet,
          givenUpStops::incrementAndGet,
          Duration.ofSeconds(60),
          now::get);

  @Test
  void stopsOnceAfterTheGrace() {
    failFor(59);
    assertThat(stops).hasValue(0);
    failFor(5);
    assertThat(stops).hasValue(1);
  }

  @Test
  void countsFromTheLastAnswer() {
    failFor(50);
    watch.apiReached();
    failFor(50);
    assertThat(stops).hasValue(0);
  }

  @Test
  void scriptsGoOnWhileTemporalIsReached() {
    engineReached.set(true);
    failFor(300);
    assertThat(stops).hasValue(0);
    engineReached.set(false);
    failFor(64);
    assertThat(stops).hasValue(1);
  }

  @Test
  void onlyWhatTemporalGaveUpIsStoppedWhileTemporalIsReached() {
    engineReached.set(true);
    failFor(59);
    assertThat(givenUpStops).hasValue(0);

    failFor(2);

    assertThat(givenUpStops).as("asked again at each failure: more may be given up").hasValue(2);
    assertThat(stops).hasValue(0);
    watch.apiReached();
    failFor(59);
    assertThat(givenUpStops).hasValue(2);
  }

  private void failFor(int seconds) {
    for (int second = 0; second < seconds; second++) {
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      watch.apiFailed("down");
    }
  }
}
