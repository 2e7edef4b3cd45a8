package com.blueplm.runner.worker.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides about a run's targets. The address that is checked is the one that is connected to: names
 * are resolved once, here.
 */
final class EgressRules {

  private static final int SMTP = 25;
  private static final String ASK = "ask the operator to add it to runner.egress.allow-private";

  private final NetworkPolicy policy;
  private final List<DestinationRule> allowlist;
  private final List<DestinationRule> allowPrivate;
  private final ReservedServices reserved;
  private final NameResolver resolver;

  EgressRules(
      NetworkPolicy policy,
      List<DestinationRule> allowlist,
      List<DestinationRule> allowPrivate,
      ReservedServices reserved,
      NameResolver resolver) {
    this.policy = policy;
    this.allowlist = allowlist;
    this.allowPrivate = allowPrivate;
    this.reserved = reserved;
    this.resolver = resolver;
  }

  Verdict judge(Target target) {
    if (reserved.isNamed(target)) {
      return new Verdict.Refused(
          target.authority()
              + " is a service of Script Runner itself: scripts reach its PLM data API only, by"
              + " plain http at BLUEPLM_API_URL");
    }
    if (policy == NetworkPolicy.BLUEPLM_ONLY) {
      return new Verdict.Refused(
          "network policy `blueplm_only` reaches the PLM data API only, not "
              + target.authority()
              + ": choose `allowlist` or `internet` in the script's network settings");
    }
    if (policy == NetworkPolicy.ALLOWLIST
        && allowlist.stream().noneMatch(rule -> rule.names(target))) {
      return new Verdict.Refused(
          "network policy `allowlist` does not list "
              + target.authority()
              + ": add it to the hosts in the script's network settings");
    }
    if (target.port() == SMTP && !saysPort(target)) {
      return new Verdict.Refused(
          "port 25 (mail between servers) is closed: use a submission port such as 587 for "
              + target.host()
              + ", or list "
              + target.authority()
              + " with its port");
    }
    return judgeAddresses(target);
  }

  private boolean saysPort(Target target) {
    return allowlist.stream().anyMatch(rule -> rule.saysPort() && rule.names(target))
        || allowPrivate.stream().anyMatch(rule -> rule.saysPort() && rule.names(target));
  }

  private Verdict judgeAddresses(Target target) {
    List<InetAddress> addresses;
    try {
      addresses =
          target.literal().isPresent()
              ? List.of(target.literal().get())
              : resolver.resolve(target.host());
    } catch (UnknownHostException e) {
      return new Verdict.Undecided(502, "the name " + target.host() + " has no address");
    } catch (IOException e) {
      return new Verdict.Undecided(
          504, "the name " + target.host() + " could not be resolved in time");
    }
    List<InetAddress> permitted = new ArrayList<>();
    String refusal = "the name " + target.host() + " has no address";
    for (InetAddress address : addresses) {
      String reason = objection(target, address);
      if (reason.isEmpty()) {
        permitted.add(address);
      } else {
        refusal = reason;
      }
    }
    return permitted.isEmpty() ? new Verdict.Refused(refusal) : new Verdict.Permitted(permitted);
  }

  /** Why the address is refused; empty when it is not. */
  private String objection(Target target, InetAddress address) {
    AddressClass kind = AddressClass.of(address);
    if (kind == AddressClass.PUBLIC && ReservedServices.isOwn(address)) {
      kind = AddressClass.OWN;
    }
    if (kind == AddressClass.PUBLIC) {
      return "";
    }
    if (!isOpened(kind, target, address)) {
      return "network policy `%s` reaches public addresses only; %s is %s: %s"
          .formatted(policy.wire(), shown(target, address), kind.words(), hint(kind, address));
    }
    if (reserved.isAt(address, target.port())) {
      return shown(target, address)
          + ", port "
          + target.port()
          + ", is a service of Script Runner itself: no setting opens it";
    }
    return "";
  }

  private boolean isOpened(AddressClass kind, Target target, InetAddress address) {
    int port = target.port();
    if (kind == AddressClass.METADATA) {
      return allowPrivate.stream().anyMatch(rule -> rule.isExactly(address, port));
    }
    return allowPrivate.stream().anyMatch(rule -> rule.covers(address, port) || rule.names(target));
  }

  private static String hint(AddressClass kind, InetAddress address) {
    return kind == AddressClass.METADATA
        ? "only the operator opens it, by the very address "
            + address.getHostAddress()
            + " in runner.egress.allow-private"
        : ASK;
  }

  private static String shown(Target target, InetAddress address) {
    return target.literal().isPresent()
        ? address.getHostAddress()
        : target.host() + " (" + address.getHostAddress() + ")";
  }
}
