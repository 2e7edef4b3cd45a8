package com.blueplm.runner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks docker-compose.temporal.yml: its structure always, its schema where Compose is installed.
 */
class ComposeFileTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path FILE = ROOT.resolve("docker-compose.temporal.yml");
  private static final JsonNode COMPOSE = load();
  private static final Set<String> SERVICE_KEYS =
      Set.of(
          ("image build restart init environment secrets volumes healthcheck networks depends_on"
                  + " entrypoint ports profiles read_only tmpfs cap_drop security_opt"
                  + " stop_grace_period")
              .split(" "));

  static Stream<String> services() {
    return COMPOSE.path("services").propertyNames().stream();
  }

  @Test
  void itHasTheWholeProduct() {
    assertThat(services())
        .contains("postgres", "temporal-postgres", "temporal", "temporal-ui", "api-app")
        .contains("workflow-worker");
  }

  @ParameterizedTest
  @MethodSource("services")
  void everythingReferredToIsDeclared(String name) {
    JsonNode service = service(name);

    assertThat(SERVICE_KEYS).containsAll(service.propertyNames());
    assertThat(COMPOSE.path("networks").propertyNames()).containsAll(names(service, "networks"));
    assertThat(COMPOSE.path("secrets").propertyNames()).containsAll(names(service, "secrets"));
    assertThat(services()).containsAll(names(service, "depends_on"));
    for (String volume : names(service, "volumes")) {
      String source = volume.replaceAll(":.*", "");
      if (source.startsWith("./")) {
        assertThat(ROOT.resolve(source)).exists();
      } else if (!source.startsWith("/")) {
        assertThat(COMPOSE.path("volumes").propertyNames()).contains(source);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("services")
  void whatOthersWaitForHasAHealthCheckOrEnds(String name) {
    for (Map.Entry<String, JsonNode> other : service(name).path("depends_on").properties()) {
      String condition = other.getValue().path("condition").asString("");
      if (condition.equals("service_healthy")) {
        assertThat(service(other.getKey()).has("healthcheck")).as(other.getKey()).isTrue();
      } else {
        assertThat(condition).isEqualTo("service_completed_successfully");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("services")
  void noPasswordHasADefaultOrStandsInTheFile(String name) {
    for (Map.Entry<String, JsonNode> variable : service(name).path("environment").properties()) {
      if (variable.getKey().matches(".*(PASSWORD|PWD|TOKEN|KEY|SECRET).*")) {
        assertThat(variable.getValue().asString())
            .as(variable.getKey())
            .matches("\\$\\{[A-Z_]+:\\?.+}|/run/secrets/.+");
      }
    }
    for (JsonNode secret : COMPOSE.path("secrets")) {
      assertThat(secret.path("file").asString()).startsWith("${RUNNER_SECRETS_DIR:?");
    }
  }

  @ParameterizedTest
  @MethodSource("services")
  void onlyThisMachineReachesThePorts(String name) {
    assertThat(names(service(name), "ports")).allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  @Test
  void theWorkerHoldsNothingButItsKey() {
    JsonNode worker = service("workflow-worker");

    assertThat(names(worker, "secrets")).containsExactly("worker-key");
    assertThat(names(worker, "networks")).doesNotContain("data", "temporal-data");
  }

  @Test
  void theImagesAreBuiltInStagesAndDoNotRunAsRoot() throws IOException {
    for (String app : List.of("api-app", "workflow-worker")) {
      String dockerfile = service(app).path("build").path("dockerfile").asString();
      List<String> lines = Files.readAllLines(ROOT.resolve(dockerfile));
      assertThat(lines.stream().filter(line -> line.startsWith("FROM ")).count()).isGreaterThan(1);
      assertThat(lines.stream().filter(line -> line.startsWith("USER "))).isNotEmpty();
    }
  }

  @Test
  void dockerComposeAcceptsIt() throws Exception {
    assumeThat(run("docker", "compose", "version")).as("Docker Compose is installed").isZero();

    assertThat(run("docker", "compose", "-f", FILE.toString(), "config", "--quiet")).isZero();
  }

  private static int run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TEMPORAL_DB_PASSWORD", "of-this-test");
    builder.environment().put("RUNNER_SECRETS_DIR", "/nowhere");
    builder.environment().put("RUNNER_PUBLIC_URL", "http://localhost");
    Process process;
    try {
      process = builder.start();
    } catch (IOException missing) {
      return 127;
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      System.out.println(output);
    }
    return code;
  }

  private static JsonNode load() {
    try {
      Object parsed = new Yaml().load(Files.readString(FILE));
      return new JsonMapper().valueToTree(parsed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode service(String name) {
    return COMPOSE.path("services").path(name);
  }

  /** The entries of a list, of which some may be in the long form, or the keys of an object. */
  private static List<String> names(JsonNode service, String section) {
    JsonNode value = service.path(section);
    if (value.isObject()) {
      return List.copyOf(value.propertyNames());
    }
    return value
        .valueStream()
        .map(entry -> entry.isObject() ? entry.path("source").asString() : entry.asString())
        .toList();
  }
}
