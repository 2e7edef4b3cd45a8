package com.blueplm.runner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * Checks docker-compose.temporal.yml: its structure always, its schema where Docker Compose is
 * installed.
 */
class ComposeFileTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path FILE = ROOT.resolve("docker-compose.temporal.yml");
  private static final Set<String> SERVICE_KEYS =
      Set.of(
          "image",
          "build",
          "restart",
          "init",
          "environment",
          "secrets",
          "volumes",
          "healthcheck",
          "networks",
          "depends_on",
          "entrypoint",
          "ports",
          "profiles",
          "read_only",
          "tmpfs",
          "cap_drop",
          "security_opt",
          "stop_grace_period");

  private final Map<String, Object> compose = load();

  @Test
  void itHasTheWholeProduct() {
    assertThat(services())
        .containsKeys(
            "postgres",
            "temporal-postgres",
            "temporal",
            "temporal-ui",
            "api-app",
            "workflow-worker");
    services()
        .forEach((name, service) -> assertThat(service.keySet()).as(name).isSubsetOf(SERVICE_KEYS));
  }

  @Test
  void everythingReferredToIsDeclared() {
    services()
        .forEach(
            (name, service) -> {
              assertThat(keysOf("networks")).as(name).containsAll(names(service.get("networks")));
              assertThat(keysOf("secrets")).as(name).containsAll(names(service.get("secrets")));
              assertThat(services().keySet())
                  .as(name)
                  .containsAll(names(service.get("depends_on")));
              namedVolumes(service)
                  .forEach(v -> assertThat(keysOf("volumes")).as(name).contains(v));
              mountedFiles(service).forEach(f -> assertThat(ROOT.resolve(f)).as(name).exists());
            });
  }

  @Test
  void whatOthersWaitForHasAHealthCheckOrEnds() {
    services()
        .forEach(
            (name, service) ->
                map(service.get("depends_on"))
                    .forEach(
                        (other, how) -> {
                          if (map(how).get("condition").equals("service_healthy")) {
                            assertThat(services().get(other)).as(name).containsKey("healthcheck");
                          } else {
                            assertThat(map(how).get("condition"))
                                .isEqualTo("service_completed_successfully");
                          }
                        }));
  }

  @Test
  void noPasswordHasADefaultOrStandsInTheFile() throws IOException {
    services()
        .forEach(
            (name, service) ->
                map(service.get("environment"))
                    .forEach(
                        (variable, value) -> {
                          if (variable.matches(".*(PASSWORD|PWD|TOKEN|KEY|SECRET).*")) {
                            assertThat(value.toString())
                                .as(variable)
                                .matches("\\$\\{[A-Z_]+:\\?.+}|/run/secrets/.+");
                          }
                        }));
    assertThat(Files.readString(FILE)).doesNotContainPattern("(PASSWORD|SECRETS_DIR):-");
  }

  @Test
  void onlyThisMachineReachesThePorts() {
    services()
        .values()
        .forEach(
            service ->
                assertThat(list(service.get("ports")))
                    .allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:")));
  }

  @Test
  void theWorkerHoldsNothingButItsKey() {
    Map<String, Object> worker = services().get("workflow-worker");

    assertThat(list(worker.get("secrets"))).isEqualTo(List.of("worker-key"));
    assertThat(list(worker.get("networks"))).doesNotContain("data", "temporal-data");
  }

  @Test
  void dockerfilesExistAndDoNotRunAsRoot() throws IOException {
    for (String app : List.of("api-app", "workflow-worker")) {
      Path dockerfile =
          ROOT.resolve(map(services().get(app).get("build")).get("dockerfile").toString());
      List<String> lines = Files.readAllLines(dockerfile);
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
    System.out.println(output);
    return code;
  }

  private static Map<String, Object> load() {
    try {
      return new Yaml().load(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Map<String, Object>> services() {
    return map(compose.get("services")).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> map(entry.getValue())));
  }

  private Collection<String> keysOf(String section) {
    return map(compose.get(section)).keySet();
  }

  private static Stream<String> namedVolumes(Map<String, Object> service) {
    return list(service.get("volumes")).stream()
        .map(Object::toString)
        .filter(volume -> !volume.startsWith(".") && !volume.startsWith("/"))
        .map(volume -> volume.substring(0, volume.indexOf(':')));
  }

  private static Stream<String> mountedFiles(Map<String, Object> service) {
    return list(service.get("volumes")).stream()
        .map(Object::toString)
        .filter(volume -> volume.startsWith("./"))
        .map(volume -> volume.substring(0, volume.indexOf(':')));
  }

  /** The names in a list, of which some entries may be in the long form, or the keys of a map. */
  private static List<String> names(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.keySet().stream().map(Object::toString).toList();
    }
    return list(value).stream()
        .map(
            entry ->
                entry instanceof Map<?, ?> form ? form.get("source").toString() : entry.toString())
        .toList();
  }

  private static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }
}
