package com.blueplm.runner.acceptance.architecture;

import static com.blueplm.runner.acceptance.architecture.Predicates.outermost;
import static com.blueplm.runner.acceptance.architecture.Predicates.uses;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import io.temporal.workflow.WorkflowInterface;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.slf4j.Logger;

/**
 * What Temporal replays must be deterministic. The rules read the workflow's whole package, its
 * nested classes and the contract, which is all that a workflow may call.
 */
final class WorkflowRules {

  private WorkflowRules() {}

  static Map<String, ArchRule> of(String root) {
    String contract = root + ".contract..";
    String run = root + ".worker.run..";
    DescribedPredicate<JavaClass> replayed =
        isWorkflow().or(resideInAnyPackage(run)).as("are replayed");
    return Map.of(
        "workflow code sees only Temporal, contract and values",
        classes()
            .that(replayed)
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                        contract,
                        run,
                        "io.temporal..",
                        "java.lang..",
                        "java.time..",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "org.jspecify..")
                    .or(equivalentTo(Logger.class))),
        "workflow code is deterministic",
        noClasses()
            .that(replayed.or(resideInAnyPackage(contract)).as("are replayed or called by replay"))
            .should()
            .accessTargetWhere(uses(UUID.class, "randomUUID"))
            .orShould()
            .accessTargetWhere(uses(Instant.class, "now"))
            .orShould()
            .accessTargetWhere(uses(OffsetDateTime.class, "now"))
            .orShould()
            .accessTargetWhere(uses(ZonedDateTime.class, "now"))
            .orShould()
            .accessTargetWhere(
                uses(System.class, "currentTimeMillis", "nanoTime", "getenv", "getProperty"))
            .orShould()
            .accessTargetWhere(uses(Math.class, "random"))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Random.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent.."));
  }

  private static DescribedPredicate<JavaClass> isWorkflow() {
    return describe(
        "implement a @WorkflowInterface, or are nested in one that does",
        type ->
            !type.isInterface()
                && outermost(type).getAllRawInterfaces().stream()
                    .anyMatch(i -> i.isAnnotatedWith(WorkflowInterface.class)));
  }
}
