package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.contract.RunLedger.CloseCause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RunConnectionsTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);

  @Test
  void whatTheWorkerReportsIsShownNewestFirst() {
    String run = gateway.trigger(gateway.script());
    assertThat(list(run, "").json().toString())
        .isEqualTo("{\"connections\":[],\"next_cursor\":null}");
    UUID claim = gateway.claimed(run, 1);
    report(run, 1, claim, List.of(connection(1), refused(2))).expect(204);

    assertThat(list(run, "").json().at("/connections/1").toString())
        .isEqualTo(
            """
            {"attempt":1,"number":1,"at":"2026-11-24T12:00:00.123Z","protocol":"http",\
            "host":"erp.example.com","port":443,"address":"203.0.113.7","outcome":"allowed",\
            "reason":null,"bytes_sent":100,"bytes_received":2000,"duration_ms":35}""");
    JsonNode refused = list(run, "").json().at("/connections/0");
    assertThat(refused.at("/outcome").asString()).isEqualTo("refused");
    assertThat(refused.at("/reason").asString()).contains("runner.egress.allow-private");
    assertThat(refused.at("/address").isNull()).isTrue();
    assertThat(refused.at("/duration_ms").isNull()).isTrue();
    assertThat(numbers(list(run, "?outcome=refused"))).containsExactly("1.2");
    assertThat(numbers(list(run, "?outcome=allowed"))).containsExactly("1.1");
    assertThat(numbers(list(run, "?outcome=failed"))).isEmpty();
  }

  @Test
  void theSameReportAgainChangesNothingAndALaterOneWins() {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    Map<String, @Nullable Object> open = connection(1);
    open.put("duration_ms", null);
    open.put("bytes_received", 0);
    report(run, 1, claim, List.of(open, refused(2))).expect(204);
    report(run, 1, claim, List.of(open, refused(2))).expect(204);
    assertThat(numbers(list(run, ""))).containsExactly("1.2", "1.1");
    assertThat(list(run, "").json().at("/connections/1/duration_ms").isNull()).isTrue();

    Map<String, @Nullable Object> first = connection(1);
    first.put("bytes_received", 1);
    report(run, 1, claim, List.of(first, connection(1))).expect(204);
    assertThat(list(run, "").text("/connections/1/bytes_received")).isEqualTo("2000");
    report(run, 1, claim, List.of(open)).expect(204);
    assertThat(list(run, "").text("/connections/1/duration_ms"))
        .as("a report that its repetition has overtaken does not open a connection again")
        .isEqualTo("35");
    report(run, 1, claim, List.of()).expect(204);
    assertThat(numbers(list(run, ""))).containsExactly("1.2", "1.1");
  }

  @Test
  void anAttemptThatIsNotTheLiveOneOfTheClaimIsRefused() {
    String run = gateway.trigger(gateway.script());
    superseded(report(run, 1, UUID.randomUUID(), List.of(connection(1))));
    UUID first = gateway.claimed(run, 1);
    report(run, 1, first, List.of(connection(1))).expect(204);
    superseded(report(run, 1, UUID.randomUUID(), List.of(connection(2))));
    superseded(report(run, 2, first, List.of(connection(2))));
    gateway.killLease(run, 1);
    gateway.close(run, 1, CloseCause.WORKER_SUSPECTED);
    superseded(report(run, 1, first, List.of(connection(2))));
    superseded(report(run, 1, first, List.of()));

    UUID second = gateway.claimed(run, 2);
    superseded(report(run, 1, first, List.of(connection(2))));
    report(run, 2, second, List.of(connection(1))).expect(204);
    gateway.finish(run, 2, second, "success").expect(200);
    superseded(report(run, 2, second, List.of(connection(2))));
    superseded(report(UUID.randomUUID().toString(), 1, UUID.randomUUID(), List.of(connection(1))));
    assertThat(numbers(list(run, ""))).containsExactly("2.1", "1.1");
  }

  @Test
  void onlyWorkersReport() {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    String path = "/worker/runs/" + run + "/attempts/1/connections";
    Map<String, Object> body = Map.of("connections", List.of(connection(1)));
    server.anonymous().header("X-Claim-Id", claim.toString()).post(path, body).expect(401);
    assertThat(server.admin().header("X-Claim-Id", claim.toString()).post(path, body).status())
        .isIn(401, 403);
    server.worker().post(path, body).expect(400);
    server.worker().header("X-Claim-Id", "x").post(path, body).expect(400);
    assertThat(numbers(list(run, ""))).isEmpty();
  }

  @Test
  void whatAScriptMadeUpIsCleanedAndNotRefused() {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    String json =
        """
        {"connections":[{"number":1,"at":"2026-11-24T12:00:00Z","protocol":"connect",
         "host":"a\\u0000b\\ud800\\u001b[2J","port":70000,"address":null,"outcome":"refused",
         "reason":"no \\u0000","bytes_sent":-1,"bytes_received":0,"duration_ms":-5},
         {"number":2,"at":"2026-11-24T12:00:00Z","protocol":"connect","host":"%s","port":-1,
         "address":null,"outcome":"failed","reason":"%s","bytes_sent":0,"bytes_received":0,
         "duration_ms":0}]}
        """
            .formatted("h".repeat(100_000), "r".repeat(100_000));
    post(run, 1, claim, json).expect(204);

    JsonNode shown = list(run, "").json();
    assertThat(shown.at("/connections/1/host").asString()).isEqualTo("a�b��[2J");
    assertThat(shown.at("/connections/1/reason").asString()).isEqualTo("no �");
    assertThat(shown.at("/connections/1/port").asInt()).isEqualTo(65_535);
    assertThat(shown.at("/connections/1/bytes_sent").asInt()).isZero();
    assertThat(shown.at("/connections/1/duration_ms").asInt()).isZero();
    assertThat(shown.at("/connections/0/host").asString()).hasSize(255).endsWith("h…");
    assertThat(shown.at("/connections/0/reason").asString()).hasSize(1000).endsWith("r…");
    assertThat(shown.at("/connections/0/port").asInt()).isZero();
  }

  @Test
  void whatANewerWorkerSaysBesideIsPassedOver() {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    post(run, 1, claim, "{\"connections\":[],\"more\":1}").expect(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | connections",
        "{\"connections\":null} | connections",
        "{\"connections\":{}} | connections",
        "{\"connections\":[null]} | connections.0",
        "{\"connections\":[{\"number\":1}]} | connections.0",
        "[] | body",
        "null | body",
        "{\"connections\": | body",
      })
  void aWrongBodyIsRefusedByName(String body, String field) {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    assertThat(post(run, 1, claim, body).expect(400).text("/errors/0/field")).startsWith(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "number | 0",
        "number | text",
        "at | null",
        "at | yesterday",
        "at | +999999999-01-01T00:00:00Z",
        "at | -0001-01-01T00:00:00Z",
        "protocol | null",
        "protocol | ftp",
        "host | null",
        "outcome | null",
        "outcome | maybe",
        "bytes_sent | many",
      })
  void aWrongFieldIsRefusedByName(String field, @Nullable String value) {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    Map<String, @Nullable Object> wrong = connection(1);
    wrong.put(field, "0".equals(value) ? Integer.valueOf(0) : value);
    assertThat(
            report(run, 1, claim, List.of(connection(2), wrong))
                .expect(400)
                .text("/errors/0/field"))
        .isEqualTo("connections.1." + field);
    assertThat(numbers(list(run, ""))).as("all or nothing").isEmpty();
  }

  @Test
  void batchesAndAttemptsAreBounded() {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    assertThat(report(run, 1, claim, connections(1, 501)).expect(413).text("/code"))
        .isEqualTo("PAYLOAD_TOO_LARGE");
    assertThat(numbers(list(run, ""))).isEmpty();
    report(run, 1, claim, List.of(connection(10_000), connection(10_001))).expect(204);
    assertThat(numbers(list(run, ""))).containsExactly("1.10000");
  }

  @Test
  void fiveThousandConnectionsArePagedWithoutLossOrRepetition() {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    for (int first = 1; first <= 5000; first += 500) {
      report(run, 1, claim, connections(first, 500)).expect(204);
    }
    gateway.killLease(run, 1);
    gateway.close(run, 1, CloseCause.WORKER_SUSPECTED);
    report(run, 2, gateway.claimed(run, 2), connections(1, 3)).expect(204);

    List<String> expected =
        new ArrayList<>(IntStream.rangeClosed(1, 5000).mapToObj(n -> "1." + n).toList().reversed());
    expected.addAll(0, List.of("2.3", "2.2", "2.1"));
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = list(run, "?limit=200" + cursor);
      assertThat(page.json().at("/connections").size()).isLessThanOrEqualTo(200);
      seen.addAll(numbers(page));
      String next = page.text("/next_cursor");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    assertThat(seen).isEqualTo(expected);
    assertThat(list(run, "").json().at("/connections").size()).isEqualTo(50);
    assertThat(numbers(list(run, "?outcome=allowed&limit=2"))).containsExactly("2.3", "2.2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=201",
        "limit=x",
        "cursor=x",
        "cursor=",
        "cursor=MX5%3D",
        "outcome=ALLOWED",
        "outcome=",
        "attempt=1",
        "stream=both"
      })
  void anOddQueryIsRefused(String query) {
    String run = gateway.trigger(gateway.script());
    assertThat(
            server
                .viewer()
                .get("/api/runs/" + run + "/connections?" + query)
                .expect(400)
                .text("/errors/0/field"))
        .isEqualTo(query.substring(0, query.indexOf('=')));
  }

  @Test
  void anotherOrganisationAndAMissingRunGetTheSame404() {
    String run = gateway.trigger(gateway.script());
    report(run, 1, gateway.claimed(run, 1), List.of(connection(1))).expect(204);
    String path = "/api/runs/" + run + "/connections";
    server.anonymous().get(path).expect(401);
    server.worker().get(path).expect(401);
    Answer foreign = server.otherAdmin().get(path).expect(404);
    Answer missing =
        server.viewer().get("/api/runs/" + UUID.randomUUID() + "/connections").expect(404);
    assertThat(foreign.text("/detail")).isEqualTo(missing.text("/detail"));
    server.viewer().get("/api/runs/7/connections").expect(404);
    assertThat(server.viewer().post(path, "{}").expect(405).header("Allow")).contains("GET, HEAD");
  }

  private static Answer list(String run, String query) {
    return server.viewer().get("/api/runs/" + run + "/connections" + query).expect(200);
  }

  private static List<String> numbers(Answer page) {
    return page.json().at("/connections").values().stream()
        .map(each -> each.at("/attempt").asString() + "." + each.at("/number").asString())
        .toList();
  }

  private static Answer report(
      String run, int attempt, UUID claim, List<Map<String, @Nullable Object>> connections) {
    return post(run, attempt, claim, Map.of("connections", connections));
  }

  private static Answer post(String run, int attempt, UUID claim, Object body) {
    return server
        .worker()
        .header("X-Claim-Id", claim.toString())
        .post("/worker/runs/" + run + "/attempts/" + attempt + "/connections", body);
  }

  private static List<Map<String, @Nullable Object>> connections(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(n -> connection(n)).toList();
  }

  private static Map<String, @Nullable Object> connection(int number) {
    Map<String, @Nullable Object> connection = new LinkedHashMap<>();
    connection.put("number", number);
    connection.put("at", "2026-11-24T12:00:00.123456Z");
    connection.put("protocol", "http");
    connection.put("host", "erp.example.com");
    connection.put("port", 443);
    connection.put("address", "203.0.113.7");
    connection.put("outcome", "allowed");
    connection.put("reason", null);
    connection.put("bytes_sent", 100);
    connection.put("bytes_received", 2000);
    connection.put("duration_ms", 35);
    return connection;
  }

  private static Map<String, @Nullable Object> refused(int number) {
    Map<String, @Nullable Object> refused = connection(number);
    refused.put("protocol", "connect");
    refused.put("address", null);
    refused.put("outcome", "refused");
    refused.put("reason", "10.0.0.7 is a private address; runner.egress.allow-private opens it");
    refused.put("duration_ms", null);
    return refused;
  }

  private static void superseded(Answer answer) {
    assertThat(answer.expect(409).text("/code")).isEqualTo("ATTEMPT_SUPERSEDED");
  }
}
