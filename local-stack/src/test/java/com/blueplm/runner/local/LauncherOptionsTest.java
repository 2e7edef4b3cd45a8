package com.blueplm.runner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.blueplm.runner.local.console.LauncherException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherOptionsTest {
  @Test
  void nothingGivenMeansOneWorkerOnTheWantedPorts() {
    LauncherOptions options = parse("");

    assertThat(options.workers()).isEqualTo(1);
    assertThat(options.anyPort()).isFalse();
    assertThat(options.run()).isEmpty();
    assertThat(options.signInLink()).isFalse();
  }

  @Test
  void valuesFollowTheOptionOrAnEqualsSign() {
    LauncherOptions options = parse("--run examples/a=b.py --timeout=7 --workers 3 --any-port");

    assertThat(options.run()).contains(Path.of("examples/a=b.py"));
    assertThat(options.timeoutSeconds()).contains(7);
    assertThat(options.workers()).isEqualTo(3);
    assertThat(options.anyPort()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--workers",
        "--workers none",
        "--workers 0",
        "--workers 17",
        "--timeout 5",
        "--run a.py --timeout 3601",
        "--run",
        "--port 1",
        "stop"
      })
  void wrongUseIsNamedAndShowsTheUsage(String line) {
    assertThatExceptionOfType(LauncherException.class)
        .isThrownBy(() -> parse(line))
        .withMessageContaining("Usage: ./start")
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(2));
  }

  private static LauncherOptions parse(String line) {
    return LauncherOptions.parse(line.isEmpty() ? List.of() : Arrays.asList(line.split(" ", -1)));
  }
}
