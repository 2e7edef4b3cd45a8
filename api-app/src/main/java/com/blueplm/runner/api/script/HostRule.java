package com.blueplm.runner.api.script;

import java.net.IDN;
import java.net.Inet6Address;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What an entry of an allowlist may look like: a host name (RFC 1123; international ones are stored
 * in their ASCII form, RFC 3490), {@code *.example.com} for every name below, an IPv4 address, an
 * IPv6 address in brackets; each with or without {@code :port}.
 */
final class HostRule {
  private static final int MAX_NAME = 253;
  private static final Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]*://.*");
  private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}");
  private static final Pattern IPV4 =
      Pattern.compile(
          "(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.){3}"
              + "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])");

  /**
   * What resolvers read as a number, such as {@code 10.1}, {@code 0x7f.1} and {@code 2130706433}.
   */
  private static final Pattern NUMBER = Pattern.compile("(?i)(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

  private static final Pattern NAME =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private HostRule() {}

  /**
   * The entry as it is stored: lower case, ASCII.
   *
   * @throws IllegalArgumentException with words that say what is wrong and what to write
   */
  static String normalized(String entry) {
    if (entry.isBlank()) {
      throw wrong("is empty; remove it");
    }
    if (entry.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
      throw wrong("holds a space or a control character; remove it");
    }
    if (SCHEME.matcher(entry).matches()) {
      throw wrong("must not have a scheme; leave out everything up to ://");
    }
    if (entry.contains("@")) {
      throw wrong("must not have a user; leave out everything up to @");
    }
    if (entry.matches(".*[/?#\\\\].*")) {
      throw wrong("must not have a path or a network mask; write only the host");
    }
    return entry.startsWith("[") ? ipv6(entry) : nameOrIpv4(entry);
  }

  private static String ipv6(String entry) {
    int end = entry.indexOf(']');
    String address = end < 0 ? "" : entry.substring(1, end);
    // A zone (%eth0) means nothing on another machine, and an IPv4-mapped address is an IPv4 one.
    if (address.indexOf(':') < 0 || address.indexOf('%') >= 0 || !isIpv6(address)) {
      throw wrong("is not an IPv6 address; write it like [2001:db8::1]");
    }
    String port = entry.substring(end + 1);
    if (!port.isEmpty() && !port.startsWith(":")) {
      throw wrong("goes on after the bracket; only a port may follow, as in [2001:db8::1]:443");
    }
    return "[" + address.toLowerCase(Locale.ROOT) + "]" + (port.isEmpty() ? "" : port(port));
  }

  private static boolean isIpv6(String address) {
    try {
      return Inet6Address.ofLiteral(address) instanceof Inet6Address;
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  private static String nameOrIpv4(String entry) {
    if (entry.indexOf(':') != entry.lastIndexOf(':')) {
      throw wrong("has several colons; write an IPv6 address in brackets, like [2001:db8::1]");
    }
    int colon = entry.indexOf(':');
    String host = colon < 0 ? entry : entry.substring(0, colon);
    String port = colon < 0 ? "" : port(entry.substring(colon));
    if (IPV4.matcher(host).matches()) {
      return host + port;
    }
    if (NUMBER.matcher(host).matches()) {
      throw wrong("is not an IPv4 address; write four numbers from 0 to 255, like 192.0.2.10");
    }
    boolean wildcard = host.startsWith("*.");
    return (wildcard ? "*." : "") + name(wildcard ? host.substring(2) : host) + port;
  }

  private static String name(String host) {
    if (host.contains("*")) {
      throw wrong("may have a * only in front, as in *.example.com");
    }
    if (host.endsWith(".")) {
      throw wrong("ends with a dot; remove it");
    }
    String ascii = host.length() > MAX_NAME ? host : ascii(host).toLowerCase(Locale.ROOT);
    if (ascii.length() > MAX_NAME) {
      throw wrong("is longer than %d characters".formatted(MAX_NAME));
    }
    if (!NAME.matcher(ascii).matches() || NUMBER.matcher(ascii).matches()) {
      throw wrong(
          "is not a host name: parts of 1 to 63 letters, digits and hyphens, with dots between");
    }
    return ascii;
  }

  private static String ascii(String host) {
    try {
      return IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES);
    } catch (IllegalArgumentException | IndexOutOfBoundsException notAName) {
      return "";
    }
  }

  private static String port(String colonAndPort) {
    boolean digits = PORT.matcher(colonAndPort).matches();
    int port = digits ? Integer.parseInt(colonAndPort.substring(1)) : 0;
    if (port < 1 || port > 65_535) {
      throw wrong("has no usable port; write a number from 1 to 65535 after the colon");
    }
    return ":" + port;
  }

  private static IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(why);
  }
}
