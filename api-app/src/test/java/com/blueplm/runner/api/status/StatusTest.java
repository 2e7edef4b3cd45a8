package com.blueplm.runner.api.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatusTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  @BeforeEach
  void clear() {
    server.clear();
  }

  @Test
  void anybodyMayAskWhetherTheProcessIsAliveAndReady() {
    server.anonymous().get("/healthz").expect(200);
    server.anonymous().send("HEAD", "/readyz", null).expect(200);
    Answer ready = server.anonymous().get("/readyz").expect(200);

    assertThat(ready.text("/postgres")).isEqualTo("ok");
    assertThat(ready.json().propertyNames()).contains("temporal", "ledger_worker", "workers");
    assertThat(ready.json().path("workers").asInt()).isZero();
  }

  @Test
  void onlyWorkersThatWereHeardOfLatelyCount() {
    server
        .database()
        .sql(
            """
            INSERT INTO workers (id, name, version, isolation_level, probes, max_concurrent_runs,
                                 last_seen_at)
            VALUES (gen_random_uuid(), 'live', '1', 'bubblewrap', '{}', 4, now()),
                   (gen_random_uuid(), 'old', '1', 'bubblewrap', '{}', 4, now() - interval '6 s')
            """)
        .update();

    assertThat(server.anonymous().get("/readyz").expect(200).json().path("workers").asInt())
        .isEqualTo(1);
  }
}
