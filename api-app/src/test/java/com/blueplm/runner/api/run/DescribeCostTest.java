package com.blueplm.runner.api.run;

import com.blueplm.runner.api.temporal.RunStart;
import com.blueplm.runner.api.temporal.RunWorkflows;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TemporalServer;
import com.blueplm.runner.contract.RunScriptInput.Start;
import com.blueplm.runner.contract.TriggerType;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DescribeCostTest {
  @Test
  void cost() throws Exception {
    try (TemporalServer temporal = TemporalServer.start();
        ApiServer server =
            ApiServer.with(Map.of("spring.temporal.connection.target", temporal.target())).start()) {
      RunWorkflows w = server.bean(RunWorkflows.class);
      String[] ids = new String[200];
      for (int i = 0; i < 200; i++) {
        UUID run = UUID.randomUUID();
        ids[i] = "run-" + run;
        w.start(new RunStart(run, run, ids[i], "Sync", TriggerType.MANUAL, 1, Start.QUEUED, null));
      }
      for (int k = 0; k < 4; k++) {
        Duration c0 = cpu(false), j0 = cpu(true);
        long t0 = System.nanoTime();
        for (int n = 0; n < 10; n++) for (String id : ids) w.describe(id);
        long t = System.nanoTime() - t0;
        System.out.println("COST 2000 describes wall " + t / 1_000_000 + " ms, temporal cpu "
            + cpu(false).minus(c0).toMillis() + " ms, jvm cpu " + cpu(true).minus(j0).toMillis() + " ms");
      }
      Duration c0 = cpu(false), j0 = cpu(true);
      long t0 = System.nanoTime();
      for (int n = 0; n < 2000; n++) w.describe("run-" + UUID.randomUUID());
      System.out.println("COST 2000 unknown wall " + (System.nanoTime() - t0) / 1_000_000 + " ms, temporal cpu "
            + cpu(false).minus(c0).toMillis() + " ms, jvm cpu " + cpu(true).minus(j0).toMillis() + " ms");
    }
  }

  static Duration cpu(boolean jvm) {
    if (jvm) return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    return ProcessHandle.current().children()
        .filter(p -> p.info().command().orElse("").contains("temporal"))
        .map(p -> p.info().totalCpuDuration().orElse(Duration.ZERO)).reduce(Duration.ZERO, Duration::plus);
  }
}
