package com.blueplm.runner.api.schedule;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what a look at a Schedule costs Temporal, printed and not asserted. Run by hand: {@code
 * mvn test -pl api-app -am -Dtest=DriftBenchmark -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class DriftBenchmark {
  private static final Logger log = LoggerFactory.getLogger(DriftBenchmark.class);
  private static final int SCHEDULES = 200;

  @Test
  void measure() {
    try (ScheduledApi api = ScheduledApi.start()) {
      List<UUID> scripts = IntStream.range(0, SCHEDULES).mapToObj(each -> api.scheduled()).toList();
      DriftRepair repair = api.server.bean(DriftRepair.class);
      for (String round : new String[] {"first", "second", "third"}) {
        Duration cpu = temporalCpu();
        long start = System.nanoTime();
        scripts.forEach(repair::look);
        double wall = (System.nanoTime() - start) / 1e6 / SCHEDULES;
        double used = temporalCpu().minus(cpu).toNanos() / 1e6 / SCHEDULES;
        log.info(
            "{} round over {} Schedules: a look takes {} ms and {} ms of Temporal's CPU time",
            round,
            SCHEDULES,
            "%.2f".formatted(wall),
            "%.2f".formatted(used));
      }
    }
  }

  private static Duration temporalCpu() {
    return ProcessHandle.current()
        .children()
        .filter(process -> process.info().command().orElse("").contains("temporal"))
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
