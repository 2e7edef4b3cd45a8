package com.blueplm.runner.api.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OutageTest {
  @RegisterExtension static final ApiServer server = ApiServer.with(Map.of());

  @Test
  void withoutPostgresEverythingButTheLivenessIs503UntilItIsBack() {
    server.admin().get("/api/scripts").expect(200);
    server.closeDatabase();

    server.anonymous().get("/healthz").expect(200);
    Answer ready = server.anonymous().get("/readyz").expect(503);
    assertThat(ready.text("/postgres")).isEqualTo("down");
    assertThat(ready.json().path("workers").asInt()).isZero();
    Answer byToken = server.admin().get("/api/scripts").expect(503);
    Answer bySession =
        server.anonymous().header("Cookie", "SESSION=bm9wZQ==").get("/api/scripts").expect(503);
    for (Answer answer : new Answer[] {byToken, bySession}) {
      assertThat(answer.header("Content-Type")).contains("application/problem+json");
      assertThat(answer.text("/code")).isEqualTo("INTERNAL");
      assertThat(answer.header("Retry-After")).isPresent();
      assertThat(answer.body()).doesNotContainIgnoringCase("sql", "exception", "jdbc");
    }
    server.reopenDatabase();

    await().untilAsserted(() -> server.admin().get("/api/scripts").expect(200));
    server.anonymous().get("/readyz").expect(200);
  }
}
