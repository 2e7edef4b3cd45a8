package com.blueplm.runner.acceptance.architecture;

import static com.blueplm.runner.acceptance.architecture.Predicates.uses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** House style that a compiler does not check. */
final class HouseRules {

  private HouseRules() {}

  static Map<String, ArchRule> of(String root) {
    return Map.of(
        "time comes from Clock",
        noClasses()
            .that()
            .resideInAPackage(root + "..")
            .should()
            .accessTargetWhere(uses(Instant.class, "now"))
            .orShould()
            .accessTargetWhere(uses(LocalDate.class, "now"))
            .orShould()
            .accessTargetWhere(uses(LocalDateTime.class, "now"))
            .orShould()
            .accessTargetWhere(uses(OffsetDateTime.class, "now"))
            .orShould()
            .accessTargetWhere(uses(ZonedDateTime.class, "now"))
            .orShould()
            .accessTargetWhere(uses(System.class, "currentTimeMillis")),
        "no field injection",
        noFields()
            .should()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .orShould()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
            .orShould()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("jakarta.annotation.Resource"),
        "properties are records",
        classes()
            .that()
            .areAnnotatedWith(ConfigurationProperties.class)
            .should()
            .beRecords()
            .andShould()
            .haveSimpleNameEndingWith("Properties"),
        "every package is @NullMarked",
        classes().that().doNotHaveSimpleName("package-info").should(resideInANullMarkedPackage()));
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a @NullMarked package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked =
            type.getPackage()
                .tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
        events.add(
            new SimpleConditionEvent(
                type, marked, type.getName() + " is in " + type.getPackageName()));
      }
    };
  }
}
