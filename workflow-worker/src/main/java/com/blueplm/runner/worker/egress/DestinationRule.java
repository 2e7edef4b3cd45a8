package com.blueplm.runner.worker.egress;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One entry of a list of destinations: {@code erp.example.com}, {@code *.example.com} (every name
 * below it, not itself), {@code 10.1.2.3}, {@code 10.1.0.0/16} or {@code [fd00::1]}, each with an
 * optional {@code :port}.
 */
public final class DestinationRule {

  private static final String ANY = "*.";

  private final String text;
  private final Optional<String> name;
  private final Optional<Cidr> network;
  private final OptionalInt port;

  private DestinationRule(
      String text, Optional<String> name, Optional<Cidr> network, OptionalInt port) {
    this.text = text;
    this.name = name;
    this.network = network;
    this.port = port;
  }

  /**
   * Reads an entry.
   *
   * @throws IllegalArgumentException when it is none; the message names it
   */
  public static DestinationRule parse(String text) {
    try {
      return read(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "`"
              + text
              + "` is not a destination ("
              + e.getMessage()
              + "): write a host such as"
              + " erp.example.com, *.example.com, 10.1.2.3, 10.1.0.0/16 or [fd00::/8], with an"
              + " optional :port",
          e);
    }
  }

  private static DestinationRule read(String text) {
    int colon = text.lastIndexOf(':');
    boolean bareV6 = !text.startsWith("[") && text.indexOf(':') != colon;
    boolean hasPort = !bareV6 && colon > text.lastIndexOf(']');
    String host = hasPort ? text.substring(0, colon) : text;
    OptionalInt port =
        hasPort ? OptionalInt.of(port(text.substring(colon + 1))) : OptionalInt.empty();
    if (bareV6 || host.startsWith("[") || host.matches("[0-9.]+(/.*)?")) {
      String literal =
          host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
      return new DestinationRule(text, Optional.empty(), Optional.of(Cidr.parse(literal)), port);
    }
    boolean any = host.startsWith(ANY);
    String name = any ? host.substring(ANY.length()) : host;
    if (HostName.address(name).isPresent()) {
      throw new IllegalArgumentException(
          any ? "no names lie below an address" : "an IPv4 address has four decimal parts");
    }
    if (any) {
      String parent = HostName.canonicalOfPeople(name);
      return new DestinationRule(text, Optional.of("." + parent), Optional.empty(), port);
    }
    return new DestinationRule(
        text, Optional.of(HostName.canonicalOfPeople(host)), Optional.empty(), port);
  }

  private static int port(String text) {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a port is a number from 1 to 65535");
    }
    return port;
  }

  /** Whether the script's own words for the target are meant. */
  boolean names(Target target) {
    boolean named =
        name.map(
                rule ->
                    rule.startsWith(".")
                        ? target.host().endsWith(rule) && target.host().length() > rule.length()
                        : target.host().equals(rule))
            .orElseGet(() -> target.literal().filter(network.orElseThrow()::contains).isPresent());
    return named && fits(target.port());
  }

  /** Whether the address lies in the entry's block. */
  boolean covers(InetAddress address, int targetPort) {
    return network.filter(block -> block.contains(address)).isPresent() && fits(targetPort);
  }

  /** Whether the entry is this very address and no wider block. */
  boolean isExactly(InetAddress address, int targetPort) {
    return covers(address, targetPort) && network.orElseThrow().isOneAddress();
  }

  /** Whether the entry itself says the port. */
  boolean saysPort() {
    return port.isPresent();
  }

  private boolean fits(int targetPort) {
    return port.isEmpty() || port.getAsInt() == targetPort;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DestinationRule rule && rule.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
