package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a script reaches of the machine that it runs on: the PLM data API and nothing else. */
class NetworkTest {
  private static final Duration END = Duration.ofSeconds(60);

  /** What the scripts below have in common: three ways to a port. */
  private static final String WAYS =
      """
      import os, socket, sys, urllib.error, urllib.request
      from urllib.parse import urlsplit

      def direct(host, port):
          try:
              socket.create_connection((host, port), 3).close()
              return "connected"
          except OSError:
              return "refused"

      def proxied(url):
          try:
              with urllib.request.urlopen(url, timeout=10) as answer:
                  return answer.status
          except urllib.error.HTTPError as error:
              return error.code

      def tunnelled(host, port):
          proxy = urlsplit(os.environ["https_proxy"])
          with socket.create_connection((proxy.hostname, proxy.port), 10) as way:
              way.sendall(f"CONNECT {host}:{port} HTTP/1.1\\r\\nHost: {host}:{port}\\r\\n\\r\\n".encode())
              return int(way.makefile("rb").readline().split()[1])

      """;

  private static Stack stack;
  private static Api api;

  @BeforeAll
  static void start() {
    stack = Stack.shared();
    api = stack.admin();
  }

  @ParameterizedTest
  @ValueSource(strings = {"internet", "blueplm_only"})
  void thePlmDataApiIsReachedAndListed(String policy) {
    JsonNode ended =
        run(
            """
            import os, urllib.request
            from blueplm import client
            print(len(client.get_parts()) > 0)
            request = urllib.request.Request(os.environ["BLUEPLM_API_URL"] + "/parts?limit=1")
            request.add_header("Authorization", "Bearer " + os.environ["BLUEPLM_API_KEY"])
            with urllib.request.urlopen(request, timeout=10) as answer:
                print(answer.status)
            """,
            policy);

    assertThat(ended.at("/output").asString()).as("%s", ended).isEqualTo("True\n200\n");
    List<JsonNode> connections = connections(ended, "");
    assertThat(connections)
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            connection -> {
              assertThat(connection.at("/outcome").asString()).isEqualTo("allowed");
              assertThat(connection.at("/protocol").asString()).isEqualTo("plm");
              assertThat(connection.at("/host").asString()).isEqualTo("127.0.0.1");
              assertThat(connection.at("/port").asInt()).isEqualTo(stack.port("RUNNER_PORT"));
              assertThat(connection.at("/attempt").asInt()).isEqualTo(1);
              assertThat(connection.at("/bytes_received").asLong()).isPositive();
              assertThat(connection.at("/duration_ms").isIntegralNumber()).isTrue();
              assertThat(connection.at("/reason").isNull()).isTrue();
            });
    assertThat(connections(ended, "&outcome=refused")).isEmpty();
  }

  @Test
  void ourOwnServicesAreRefusedOnEveryWayAndTheRefusalsAreListed() {
    List<Integer> ports =
        List.of(
            stack.port("RUNNER_PORT"),
            stack.port("RUNNER_TEMPORAL_PORT"),
            stack.port("RUNNER_TEMPORAL_UI_PORT"),
            postgresPort());
    JsonNode ended =
        run(
            WAYS
                + """
                for port in %s:
                    for host in ("127.0.0.1", "localhost"):
                        print(direct(host, port), proxied(f"http://{host}:{port}/"), tunnelled(host, port))
                """
                    .formatted(ports),
            "internet");

    assertThat(ended.at("/output").asString().lines().toList())
        .as("%s", ended)
        .hasSize(2 * ports.size())
        .containsOnly("refused 403 403");
    List<JsonNode> refused = connections(ended, "&outcome=refused");
    assertThat(refused.stream().map(NetworkTest::asked))
        .containsExactlyInAnyOrderElementsOf(
            ports.stream()
                .flatMap(
                    port ->
                        Stream.of("127.0.0.1", "localhost")
                            .flatMap(
                                host ->
                                    Stream.of("http", "connect")
                                        .map(way -> way + " " + host + ":" + port)))
                .map(asked -> plmWhereItIsTheOne(asked))
                .toList());
    assertThat(refused)
        .allSatisfy(
            connection -> {
              assertThat(connection.at("/reason").asString()).isNotBlank();
              assertThat(connection.at("/address").isNull()).isTrue();
            });
    assertThat(connections(ended, "&outcome=allowed")).isEmpty();
  }

  @Test
  void otherRoutesOfTheApiAreRefused() {
    JsonNode ended =
        run(
            WAYS
                + """
                base = os.environ["BLUEPLM_API_URL"].removesuffix("/plm")
                for path in ("/api/scripts", "/worker/line", "/healthz", "/", "/plmx",
                             "/plm/../api/scripts", "/plm/%2e%2e/api/scripts", "/plm;/../api/scripts"):
                    print(path, proxied(base + path))
                """,
            "internet");

    List<String> lines = ended.at("/output").asString().lines().toList();
    assertThat(lines).as("%s", ended).hasSize(8).allMatch(line -> line.matches("\\S+ 40[03]"));
    assertThat(lines).contains("/api/scripts 403", "/worker/line 403", "/healthz 403");
    assertThat(connections(ended, "&outcome=refused")).hasSize(8);
    assertThat(connections(ended, "&outcome=allowed")).isEmpty();
  }

  @Test
  void withoutTheInternetNothingElseIsReached() {
    JsonNode ended =
        run(
            WAYS
                + """
                print(proxied("http://192.0.2.10/"), tunnelled("192.0.2.10", 443))
                """,
            "blueplm_only");

    assertThat(ended.at("/output").asString()).as("%s", ended).isEqualTo("403 403\n");
    assertThat(connections(ended, "&outcome=refused"))
        .hasSize(2)
        .allSatisfy(
            connection -> assertThat(connection.at("/reason").asString()).contains("blueplm_only"));
  }

  private static JsonNode run(String code, String policy) {
    String script = api.script(code, Map.of("network", Map.of("policy", policy)));
    JsonNode ended = api.awaitEnd(api.trigger(script), END);
    assertThat(ended.at("/status").asString()).as("%s", ended).isEqualTo("success");
    return ended;
  }

  /** All connections of a run, each page small so that paging is used too. */
  private static List<JsonNode> connections(JsonNode run, String query) {
    List<JsonNode> connections = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          api.get(
                  "/api/runs/%s/connections?limit=3%s%s"
                      .formatted(run.at("/id").asString(), query, cursor))
              .expect(200)
              .json();
      page.at("/connections").forEach(connections::add);
      String next = page.at("/next_cursor").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    return connections;
  }

  private static String asked(JsonNode connection) {
    return connection.at("/protocol").asString()
        + " "
        + connection.at("/host").asString()
        + ":"
        + connection.at("/port").asInt();
  }

  /** A plain request for the PLM data API's own address is one to it, whatever the path. */
  private static String plmWhereItIsTheOne(String asked) {
    return asked.equals("http 127.0.0.1:" + stack.port("RUNNER_PORT"))
        ? asked.replace("http ", "plm ")
        : asked;
  }

  private static int postgresPort() {
    return Integer.parseInt(Stack.read(stack.home().resolve("config/postgres.port")));
  }
}
