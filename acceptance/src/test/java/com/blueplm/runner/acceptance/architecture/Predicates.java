package com.blueplm.runner.acceptance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

final class Predicates {

  private Predicates() {}

  /**
   * Calls and method references alike: {@code callMethod} of ArchUnit does not see {@code
   * Instant::now}.
   */
  static DescribedPredicate<JavaAccess<?>> uses(Class<?> owner, String... names) {
    List<String> members = List.of(names);
    return describe(
        "uses " + owner.getSimpleName() + "." + members,
        access ->
            access.getTargetOwner().isEquivalentTo(owner)
                && members.contains(access.getTarget().getName()));
  }

  /** The class itself or the one around it, so that a rule holds for nested classes too. */
  static JavaClass outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }

  static DescribedPredicate<JavaClass> outermostNameEndsWith(String... suffixes) {
    List<String> ends = List.of(suffixes);
    return describe(
        "are, or are nested in, a class named *" + ends,
        type -> ends.stream().anyMatch(outermost(type).getSimpleName()::endsWith));
  }

  static DescribedPredicate<JavaClass> outermostIs(String... names) {
    List<String> classes = List.of(names);
    return describe(
        "are, or are nested in, " + classes, type -> classes.contains(outermost(type).getName()));
  }
}
