package com.blueplm.runner.worker.sandbox.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.worker.sandbox.ExitStatus;
import org.junit.jupiter.api.Test;

class InitReportTest {

  @Test
  void tellsAnExitFromASignal() {
    assertThat(
            InitReport.of(
                "{\"exit_code\":137,\"signal\":null,\"cpu_us\":1500,\"max_rss_kb\":2,"
                    + "\"peak_bytes\":4096,\"oom_kills\":0}"))
        .isEqualTo(new InitReport(new ExitStatus(137, null), 1L, 4096L, false));
    assertThat(
            InitReport.of(
                "{\"exit_code\":null,\"signal\":9,\"cpu_us\":0,\"max_rss_kb\":2,\"oom_kills\":3}"))
        .isEqualTo(new InitReport(new ExitStatus(null, 9), 0L, 2048L, true));
  }

  @Test
  void tellsACommandThatNeverRan() {
    assertThat(InitReport.of("{\"error\":\"cannot start x: \\\"signal\\\": no such file\"}"))
        .isEqualTo(new InitReport(null, null, null, false));
  }
}
