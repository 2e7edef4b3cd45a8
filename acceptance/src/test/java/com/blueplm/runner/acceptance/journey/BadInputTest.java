package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input gets a clear answer, and nothing is saved. */
class BadInputTest {
  private static Api api;

  @BeforeAll
  static void start() {
    api = Stack.shared().admin();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\":\"x\",\"code\": | 400 | VALIDATION_FAILED | ``",
        "{\"name\":\"x\",\"code\":\"pass\",\"colour\":\"red\"} | 400 | VALIDATION_FAILED | colour",
        "{\"name\":7,\"code\":\"pass\"} | 400 | VALIDATION_FAILED | name",
        "{\"code\":\"pass\"} | 400 | VALIDATION_FAILED | name",
        "{\"name\":\"x\",\"code\":\"\"} | 400 | VALIDATION_FAILED | code",
        "{\"name\":\"x\",\"code\":\"a\\u0000b\"} | 400 | VALIDATION_FAILED | code",
        "{\"name\":\"x\",\"code\":\"pass\",\"schedule_cron\":\"61 * * * *\"} | 400 | VALIDATION_FAILED | schedule_cron",
        "{\"name\":\"x\",\"code\":\"pass\",\"schedule_cron\":\"0 0 31 2 *\"} | 400 | VALIDATION_FAILED | schedule_cron",
        "{\"name\":\"x\",\"code\":\"pass\",\"schedule_cron\":\"@daily\",\"schedule_timezone\":\"Mars/Olympus\"} | 400 | VALIDATION_FAILED | schedule_timezone",
        "{\"name\":\"x\",\"code\":\"pass\",\"timeout_seconds\":0} | 400 | VALIDATION_FAILED | timeout_seconds",
        "{\"name\":\"x\",\"code\":\"pass\",\"timeout_seconds\":\"60\"} | 400 | VALIDATION_FAILED | timeout_seconds",
      })
  void badScript(String body, int status, String code, String field) {
    int before = count();

    Api.Answer answer = api.post("/api/scripts", body).expect(status);

    assertThat(answer.text("/code")).isEqualTo(code);
    assertThat(answer.response().headers().firstValue("Content-Type"))
        .contains("application/problem+json");
    if (!field.isEmpty()) {
      assertThat(answer.text("/errors/0/field")).isEqualTo(field);
    }
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void codeOfTwoMebibytes() {
    Api.Answer answer =
        api.post("/api/scripts", Map.of("name", "big", "code", "#".repeat(2 << 20))).expect(400);
    assertThat(answer.text("/errors/0/field")).isEqualTo("code");
  }

  @Test
  void unknownIdsAndWrongMethods() {
    api.get("/api/scripts/not-an-id").expect(404);
    api.get("/api/scripts/00000000-0000-0000-0000-000000000000").expect(404);
    api.get("/api/runs/00000000-0000-0000-0000-000000000000").expect(404);
    api.get("/api/nothing").expect(404);
    api.send("DELETE", "/api/runs", null).expect(405);
    new Api(api.base(), "srt_wrong").get("/api/scripts").expect(401);
  }

  private static int count() {
    return api.get("/api/scripts?limit=200").expect(200).json().at("/scripts").size();
  }
}
