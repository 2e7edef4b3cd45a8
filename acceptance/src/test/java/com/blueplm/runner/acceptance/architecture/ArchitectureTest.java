package com.blueplm.runner.acceptance.architecture;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {

  private static final String ROOT = "com.blueplm.runner";
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);
  private static final JavaClasses FIXTURE = new ClassFileImporter().importPackages("fixture");

  private static final Map<String, ArchRule> PRODUCT_RULES = Rules.of(ROOT);
  private static final Map<String, ArchRule> FIXTURE_RULES = Rules.of("fixture");

  /** What each rule must find in the fixture: every way to break it that it claims to see. */
  private static final Map<String, List<String>> FINDINGS =
      Map.ofEntries(
          entry("contract is a leaf", List.of("JdbcClient", "fixture.api.run.BadController")),
          entry(
              "api knows neither worker nor local stack",
              List.of("worker.run.BadWorkflow", "local.BadLauncher")),
          entry(
              "worker knows neither api nor local stack",
              List.of("api.run.RunRepository", "local.BadLauncher")),
          entry(
              "local stack knows neither app, nor Spring, nor Temporal",
              List.of(
                  "api.run.RunRepository", "worker.notify.Notice", "JdbcClient", "WorkflowClient")),
          entry("api features are free of cycles", List.of("Slice run", "Slice schedule")),
          entry("worker features are free of cycles", List.of("Slice execution", "Slice run")),
          entry(
              "SQL lives in repositories",
              List.of("BadController", "ResultSet", "BadService$Nested", "BadLauncher")),
          entry(
              "worker has no database",
              List.of("java.sql.Connection", "javax.sql.DataSource", "JdbcClient")),
          entry(
              "one class of the apps starts processes",
              List.of("BadExecutor", "Runtime.exec", "BadService$Nested")),
          entry("one package of the local stack starts processes", List.of("BadLauncher")),
          entry(
              "workflow payloads carry ids, never secrets, source or data",
              List.of("apiToken", "BadRequest.code", "BadRequest$Inner.parameters")),
          entry(
              "workflow code sees only Temporal, contract and values",
              List.of("java.io.File", "BadExecutor", "BadWorkflow$Nested", "Helper")),
          entry(
              "workflow code is deterministic",
              List.of(
                  "randomUUID",
                  "BadWorkflow$Nested",
                  "Instant.now",
                  "nanoTime",
                  "Math.random",
                  "java.util.Random",
                  "java.lang.Thread",
                  "ConcurrentHashMap",
                  "Clock",
                  "Helper",
                  "BadRequest")),
          entry("controllers are package-private", List.of("BadController")),
          entry("controllers do not touch Temporal", List.of("WorkflowClient")),
          entry(
              "controllers do not return rows",
              List.of("BadController.one", "BadController.many", "BadController.named")),
          entry(
              "time comes from Clock",
              List.of("Instant.now", "currentTimeMillis", "OffsetDateTime.now")),
          entry("no field injection", List.of("BadController.client", "BadService.name")),
          entry("properties are records", List.of("fixture.api.BadSettings")),
          entry("every package is @NullMarked", List.of("fixture.api.schedule")));

  static Set<String> rules() {
    return PRODUCT_RULES.keySet();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theProductObeys(String rule) {
    Objects.requireNonNull(PRODUCT_RULES.get(rule)).check(PRODUCT);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theFixtureIsFound(String rule) {
    EvaluationResult result = Objects.requireNonNull(FIXTURE_RULES.get(rule)).evaluate(FIXTURE);

    assertThat(result.hasViolation()).as(rule).isTrue();
    assertThat(String.join("\n", result.getFailureReport().getDetails()))
        .contains(Objects.requireNonNull(FINDINGS.get(rule), "no findings for: " + rule));
  }

  @Test
  void whatIsAllowedIsNotFound() {
    assertThat(report("one class of the apps starts processes"))
        .doesNotContain("<fixture.worker.sandbox.ProcessSpawner");
    assertThat(report("SQL lives in repositories"))
        .doesNotContain("<fixture.api.run.RunRepository");
    assertThat(report("every package is @NullMarked")).doesNotContain("fixture.contract.");
    assertThat(report("workflow payloads carry ids, never secrets, source or data"))
        .doesNotContain("fixture.contract.gateway");
  }

  /** A rule that reads no classes obeys everything. */
  @ParameterizedTest
  @ValueSource(strings = {"contract", "contract.gateway", "api", "worker", "worker.run", "local"})
  void theModuleIsRead(String module) {
    assertThat(PRODUCT.containPackage(ROOT + "." + module)).isTrue();
  }

  private static String report(String rule) {
    return String.join(
        "\n",
        Objects.requireNonNull(FIXTURE_RULES.get(rule))
            .evaluate(FIXTURE)
            .getFailureReport()
            .getDetails());
  }
}
