package com.blueplm.runner.acceptance.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;

/** Which way the arrows point (design §2). */
final class LayoutRules {

  private LayoutRules() {}

  static Map<String, ArchRule> of(String root) {
    String contract = root + ".contract..";
    String api = root + ".api..";
    String worker = root + ".worker..";
    String local = root + ".local..";
    return Map.of(
        "contract is a leaf",
        classes()
            .that()
            .resideInAPackage(contract)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                contract,
                "java..",
                "io.temporal.workflow..",
                "io.temporal.activity..",
                "com.fasterxml.jackson.annotation..",
                "org.jspecify.."),
        "api knows neither worker nor local stack",
        noClasses()
            .that()
            .resideInAPackage(api)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(worker, local),
        "worker knows neither api nor local stack",
        noClasses()
            .that()
            .resideInAPackage(worker)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(api, local),
        "local stack knows neither app, nor Spring, nor Temporal",
        noClasses()
            .that()
            .resideInAPackage(local)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(api, worker, "org.springframework..", "io.temporal.."),
        "api features are free of cycles",
        slices().matching(root + ".api.(*)..").should().beFreeOfCycles(),
        "worker features are free of cycles",
        slices().matching(root + ".worker.(*)..").should().beFreeOfCycles());
  }
}
