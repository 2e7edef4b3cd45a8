package com.blueplm.runner.worker.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatcherTest {

  private final Watcher watcher = new Watcher();

  @AfterEach
  void closeWatcher() {
    watcher.close();
  }

  @Test
  void callsUntilATaskWantsNoMore() {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger others = new AtomicInteger();
    watcher.watch(() -> calls.incrementAndGet() < 3);
    watcher.watch(() -> others.incrementAndGet() < 6);

    await().until(() -> others.get() == 6);

    assertThat(calls).hasValue(3);
  }

  @Test
  void aFailingTaskHarmsNoOther() {
    AtomicInteger calls = new AtomicInteger();
    watcher.watch(
        () -> {
          throw new IllegalStateException("thrown by the test");
        });
    watcher.watch(() -> calls.incrementAndGet() < 3);

    await().until(() -> calls.get() == 3);
  }

  @Test
  void restsAndBeginsAgain() {
    AtomicInteger first = new AtomicInteger();
    watcher.soon(() -> first.incrementAndGet() < 2);
    await().until(() -> first.get() == 2);
    AtomicInteger second = new AtomicInteger();

    watcher.watch(() -> second.incrementAndGet() < 2);

    await().until(() -> second.get() == 2);
    assertThat(first).hasValue(2);
  }
}
