package com.blueplm.runner.acceptance.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.PRIVATE;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import org.springframework.web.bind.annotation.RestController;

/** Controllers translate HTTP and nothing else. */
final class WebRules {

  private WebRules() {}

  static Map<String, ArchRule> of(String root) {
    return Map.of(
        "controllers are package-private",
        classes().that().areAnnotatedWith(RestController.class).should().bePackagePrivate(),
        "controllers do not touch Temporal",
        noClasses()
            .that()
            .areAnnotatedWith(RestController.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.temporal.."),
        "controllers do not return rows",
        methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(RestController.class)
            .and()
            .doNotHaveModifier(PRIVATE)
            .should(notReturnRows(root)));
  }

  /** Rows are what a repository nests, or what is named *Row; also inside a list or a map. */
  private static ArchCondition<JavaMethod> notReturnRows(String root) {
    return new ArchCondition<>("not return rows of a repository") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        for (JavaClass type : method.getReturnType().getAllInvolvedRawTypes()) {
          boolean row =
              type.getPackageName().startsWith(root)
                  && (type.getSimpleName().endsWith("Row")
                      || Predicates.outermost(type).getSimpleName().endsWith("Repository"));
          events.add(
              new SimpleConditionEvent(
                  method, !row, method.getFullName() + " returns " + type.getName()));
        }
      }
    };
  }
}
