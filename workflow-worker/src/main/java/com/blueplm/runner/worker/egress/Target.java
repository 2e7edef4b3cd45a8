package com.blueplm.runner.worker.egress;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a script wants to go.
 *
 * @param host the host's one form: see {@link HostName#canonical}
 * @param port from 1 to 65535
 * @param literal the address, when the host is one
 */
record Target(String host, int port, Optional<InetAddress> literal) {

  private static final int LARGEST_PORT = 65535;
  private static final int LONGEST_SHOWN = 100;

  /**
   * Reads an authority.
   *
   * @param authority {@code host:port}, or {@code host} where there is a usual port
   * @throws BadMessageException when it is none
   */
  static Target parse(String authority, OptionalInt usualPort) throws BadMessageException {
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    try {
      if (authority.indexOf('@') >= 0) {
        throw new IllegalArgumentException("holds a user's name, which a proxy takes for no host");
      }
      if (!hasPort && usualPort.isEmpty()) {
        throw new IllegalArgumentException("lacks a port");
      }
      int port =
          hasPort ? port(authority.substring(colon + 1), usualPort) : usualPort.orElseThrow();
      return new Target(HostName.canonical(host), port, HostName.address(host));
    } catch (IllegalArgumentException e) {
      throw new BadMessageException(400, "`" + shown(authority) + "` " + e.getMessage());
    }
  }

  /** As in an address: IPv6 in brackets. */
  String authority() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  private static int port(String text, OptionalInt usualPort) {
    if (text.isEmpty() && usualPort.isPresent()) {
      return usualPort.getAsInt();
    }
    if (!text.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("has no port from 1 to 65535");
    }
    int port = Integer.parseInt(text);
    if (port < 1 || port > LARGEST_PORT) {
      throw new IllegalArgumentException("has no port from 1 to 65535");
    }
    return port;
  }

  private static String shown(String text) {
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
  }
}
