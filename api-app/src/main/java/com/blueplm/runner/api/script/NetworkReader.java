package com.blueplm.runner.api.script;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the network policy of a script. Hosts may be given with every policy, so that a script can
 * be switched to another one and back; only {@code allowlist} uses them, and needs at least one.
 */
final class NetworkReader {
  private static final String ALLOWLIST = "allowlist";
  private static final int MAX_HOSTS = 100;

  private NetworkReader() {}

  static RunSettings.Network read(FieldReader fields) {
    FieldReader network = fields.nested("network", Set.of("policy", "hosts"));
    Map<String, String> policies = new LinkedHashMap<>();
    List.of("internet", ALLOWLIST, "blueplm_only", "host")
        .forEach(policy -> policies.put(policy, policy));
    String policy = network.choice("policy", "internet", policies);
    int before = fields.errors().size();
    List<String> hosts = network.converted("hosts", MAX_HOSTS, HostRule::normalized);
    if (policy.equals(ALLOWLIST) && hosts.isEmpty() && fields.errors().size() == before) {
      network.refuse(
          "hosts",
          "must name at least one host with the policy allowlist; add one, or choose the policy"
              + " blueplm_only");
    }
    return new RunSettings.Network(policy, hosts);
  }
}
