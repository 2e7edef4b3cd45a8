package com.blueplm.runner.acceptance.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;

/** All rules, as functions of the root package: the same rule reads the product and the fixture. */
final class Rules {

  private Rules() {}

  static Map<String, ArchRule> of(String root) {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.putAll(LayoutRules.of(root));
    rules.putAll(DangerRules.of(root));
    rules.putAll(WorkflowRules.of(root));
    rules.putAll(WebRules.of(root));
    rules.putAll(HouseRules.of(root));
    return rules;
  }
}
