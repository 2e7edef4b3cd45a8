package com.blueplm.runner.local.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.blueplm.runner.local.console.LauncherException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinksTest {
  @Test
  void directUnlessToldOtherwise() {
    Links links = new Links(Map.of(Links.API_POSTGRES, "", Links.WORKER_API, "127.0.0.1:7"));

    assertThat(links.postgresOfApi(5432)).isEqualTo("127.0.0.1:5432");
    assertThat(links.temporalOfApi(7233)).isEqualTo("127.0.0.1:7233");
    assertThat(links.temporalOfWorker(1, 7233)).isEqualTo("127.0.0.1:7233");
    assertThat(links.apiOfWorker(0, 8080)).isEqualTo("127.0.0.1:7");
    assertThat(links.apiOfWorker(1, 8080)).isEqualTo("127.0.0.1:7");
  }

  @Test
  void eachWorkerHasItsOwnWhereThereAreSeveral() {
    Links links = new Links(Map.of(Links.WORKER_TEMPORAL, "a:1, b:2"));

    assertThat(links.temporalOfWorker(0, 7233)).isEqualTo("a:1");
    assertThat(links.temporalOfWorker(1, 7233)).isEqualTo("b:2");
    assertThat(links.temporalOfWorker(2, 7233)).isEqualTo("a:1");
  }

  @Test
  void whatIsNoAddressIsRefusedByName() {
    Links links = new Links(Map.of(Links.API_TEMPORAL, "localhost"));

    assertThatExceptionOfType(LauncherException.class)
        .isThrownBy(() -> links.temporalOfApi(7233))
        .withMessageContaining("RUNNER_LINK_API_TEMPORAL: localhost is no host:port");
  }
}
