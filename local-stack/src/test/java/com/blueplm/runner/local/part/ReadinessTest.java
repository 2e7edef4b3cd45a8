package com.blueplm.runner.local.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ReadinessTest {
  @ParameterizedTest
  @CsvSource({
    "ok,ok,ok,1,true",
    "ok,ok,ok,0,false",
    "ok,down,ok,1,false",
    "ok,ok,starting,2,false"
  })
  void everyPartAndOneWorkerMustBeThere(
      String postgres, String temporal, String ledger, int workers, boolean ready) {
    String answer =
        """
        {"postgres":"%s","temporal":"%s","ledger_worker":"%s","workers":%d,"more":1}"""
            .formatted(postgres, temporal, ledger, workers);

    assertThat(Readiness.allReady(new JsonMapper().readTree(answer))).isEqualTo(ready);
  }
}
