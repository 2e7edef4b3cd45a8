package com.blueplm.runner.api.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkAndLimitsTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  @Test
  void anAllowlistNeedsAHost() {
    Answer refused = create("network", Map.of("policy", "allowlist")).expect(400);
    assertThat(refused.text("/errors/0/field")).isEqualTo("network.hosts");
    assertThat(refused.text("/errors/0/message")).contains("at least one host", "blueplm_only");
    create("network", Map.of("policy", "allowlist", "hosts", List.of())).expect(400);
    create("network", Map.of("policy", "allowlist", "hosts", List.of("a.example"))).expect(201);
  }

  @Test
  void hostsAreStoredInOneFormAndCanBePutBack() {
    Answer created =
        create(
                "network",
                Map.of(
                    "policy", "allowlist", "hosts", List.of("ERP.example:443", "bücher.example")))
            .expect(201);
    assertThat(created.json().at("/network/hosts").toString())
        .isEqualTo("[\"erp.example:443\",\"xn--bcher-kva.example\"]");
    String path = "/api/scripts/" + created.text("/id");
    Answer put = server.admin().put(path, created.body()).expect(200);
    assertThat(put.json()).isEqualTo(created.json());
    assertThat(put.header("ETag")).isEqualTo(created.header("ETag"));
  }

  @Test
  void hostsOutliveAChangeOfPolicy() {
    Answer created =
        create("network", Map.of("policy", "allowlist", "hosts", List.of("a.example"))).expect(201);
    String path = "/api/scripts/" + created.text("/id");
    for (String policy : List.of("internet", "blueplm_only", "host", "allowlist")) {
      Answer patched =
          server.admin().patch(path, Map.of("network", Map.of("policy", policy))).expect(200);
      assertThat(patched.json().at("/network").toString())
          .isEqualTo("{\"policy\":\"%s\",\"hosts\":[\"a.example\"]}".formatted(policy));
      server.admin().put(path, patched.body()).expect(200);
    }
  }

  @Test
  void everyWrongEntryIsNamedWithItsFix() {
    Answer refused =
        create(
                "network",
                Map.of(
                    "policy",
                    "allowlist",
                    "hosts",
                    List.of("ok.example", "http://a.example", 7, "OK.example", "x".repeat(300))))
            .expect(400);
    List<String> messages =
        refused.json().at("/errors").values().stream()
            .map(error -> error.at("/message").asString())
            .toList();
    assertThat(messages)
        .containsExactly(
            "\"http://a.example\" must not have a scheme; leave out everything up to ://",
            "7 must be a text",
            "\"OK.example\" is there twice; remove one",
            "\"" + "x".repeat(79) + "… is longer than 253 characters");
    assertThat(refused.json().at("/errors").values())
        .allMatch(error -> error.at("/field").asString().equals("network.hosts"));
  }

  @Test
  void aHundredHostsAreTheMost() {
    List<String> hosts = IntStream.range(0, 101).mapToObj(i -> "h" + i + ".example").toList();
    create("network", Map.of("policy", "allowlist", "hosts", hosts.subList(1, 101))).expect(201);
    assertThat(
            create("network", Map.of("policy", "allowlist", "hosts", hosts))
                .expect(400)
                .text("/errors/0/message"))
        .contains("at most 100");
    create("network", Map.of("hosts", "a.example")).expect(400);
  }

  @ParameterizedTest
  @CsvSource({
    "memory_mb, 32, 4096",
    "cpu_percent, 5, 400",
    "output_mb, 1, 1024",
    "tmp_mb, 1, 4096",
    "processes, 1, 1024",
  })
  void limitsHaveRanges(String limit, int lowest, int highest) {
    for (int allowed : new int[] {lowest, highest}) {
      Answer created = create("limits", Map.of(limit, allowed)).expect(201);
      assertThat(created.json().at("/limits/" + limit).asInt()).isEqualTo(allowed);
    }
    for (int refused : new int[] {lowest - 1, highest + 1, -1, Integer.MAX_VALUE}) {
      Answer answer = create("limits", Map.of(limit, refused)).expect(400);
      assertThat(answer.text("/errors/0/field")).isEqualTo("limits." + limit);
      assertThat(answer.text("/errors/0/message"))
          .isEqualTo(
              "must be a whole number from %d to %d, not %d".formatted(lowest, highest, refused));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"internet", "blueplm_only", "host"})
  void theOtherPoliciesNeedNoHosts(String policy) {
    create("network", Map.of("policy", policy)).expect(201);
  }

  private static Answer create(String field, Map<String, Object> value) {
    return server
        .admin()
        .post(
            "/api/scripts",
            Map.of("name", "Network " + UUID.randomUUID(), "code", "1", field, value));
  }
}
