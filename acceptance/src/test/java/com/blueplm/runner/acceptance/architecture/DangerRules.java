package com.blueplm.runner.acceptance.architecture;

import static com.blueplm.runner.acceptance.architecture.Predicates.outermostIs;
import static com.blueplm.runner.acceptance.architecture.Predicates.outermostNameEndsWith;
import static com.blueplm.runner.acceptance.architecture.Predicates.uses;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.lang.ArchRule;
import java.sql.SQLException;
import java.util.Map;

/** Where dangerous things live: SQL, processes, payloads. */
final class DangerRules {

  private DangerRules() {}

  static Map<String, ArchRule> of(String root) {
    return Map.of(
        "SQL lives in repositories",
        noClasses()
            .that()
            .resideInAnyPackage(root + ".api..", root + ".local..")
            // Rows converts what the driver does not; configurations wire the data source.
            .and(not(outermostNameEndsWith("Repository", "Rows", "Configuration")))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..")
                    .and(not(equivalentTo(SQLException.class)))),
        "worker has no database",
        noClasses()
            .that()
            .resideInAPackage(root + ".worker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.sql..", "javax.sql..", "org.postgresql..", "org.springframework.jdbc.."),
        "one class of the apps starts processes",
        noClasses()
            .that()
            .resideInAnyPackage(root + ".api..", root + ".worker..", root + ".contract..")
            .and(not(outermostIs(root + ".worker.sandbox.ProcessSpawner")))
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .orShould()
            .accessTargetWhere(uses(Runtime.class, "exec")),
        "one package of the local stack starts processes",
        noClasses()
            .that()
            .resideInAPackage(root + ".local..")
            .and()
            .resideOutsideOfPackage(root + ".local.process..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .orShould()
            .accessTargetWhere(uses(Runtime.class, "exec")),
        "workflow payloads carry ids, never secrets, source or data",
        noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(root + ".contract")
            .and()
            .areNotStatic()
            .should()
            .haveNameMatching(
                "(?i).*(secret|password|token|apikey|source|scriptbody|environment|parameters"
                    + "|payload|output|result).*|code"));
  }
}
