package com.blueplm.runner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.contract.IsolationLevel;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WorkerPropertiesTest {

  private static final Map<String, String> REQUIRED =
      Map.of(
          "runner.api-url", "http://127.0.0.1:8080",
          "runner.worker-key-file", "/keys/worker",
          "runner.home", "/var/lib/worker",
          "runner.python", "/venv/bin/python3");

  @Test
  void defaults() {
    WorkerProperties properties = bind(REQUIRED);

    assertThat(properties)
        .isEqualTo(
            new WorkerProperties(
                URI.create("http://127.0.0.1:8080"),
                Path.of("/keys/worker"),
                Path.of("/var/lib/worker"),
                Path.of("/venv/bin/python3"),
                IsolationLevel.BUBBLEWRAP,
                IsolationLevel.CONTAINER,
                Duration.ofSeconds(10),
                null,
                16,
                Duration.ofSeconds(60),
                List.of()));
  }

  @Test
  void fullMapping() {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.put("runner.minimum-isolation", "process");
    values.put("runner.drain-time", "2m");
    values.put("runner.drain-limit", "20m");
    values.put("runner.max-concurrent-runs", "4");
    values.put("runner.outage-grace", "90s");
    values.put("runner.cgroup-root", "/sys/fs/cgroup/memory/a,/sys/fs/cgroup/pids/a");

    WorkerProperties properties = bind(values);

    assertThat(properties.minimumIsolation()).isEqualTo(IsolationLevel.PROCESS);
    assertThat(properties.drainTime()).isEqualTo(Duration.ofMinutes(2));
    assertThat(properties.drainLimit()).isEqualTo(Duration.ofMinutes(20));
    assertThat(properties.maxConcurrentRuns()).isEqualTo(4);
    assertThat(properties.outageGrace()).isEqualTo(Duration.ofSeconds(90));
    assertThat(properties.cgroupRoot())
        .containsExactly(Path.of("/sys/fs/cgroup/memory/a"), Path.of("/sys/fs/cgroup/pids/a"));
  }

  private static WorkerProperties bind(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bind("runner", WorkerProperties.class)
        .get();
  }
}
