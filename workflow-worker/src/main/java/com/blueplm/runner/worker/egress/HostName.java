package com.blueplm.runner.worker.egress;

import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Hosts as they are written: names in one form, and the many forms of an address. */
final class HostName {

  private static final int LONGEST_NAME = 253;
  private static final long LARGEST_V4 = 0xffff_ffffL;

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_]([a-z0-9_-]{0,62}))*");

  /** A last label that makes browsers and C libraries read the whole as an IPv4 address. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

  private HostName() {}

  /**
   * The one form of a name or address: lower case, without a trailing dot, addresses as the JDK
   * writes them.
   *
   * @param text a host as in an authority: IPv6 addresses in brackets
   * @throws IllegalArgumentException when it is neither, in words that follow the host
   */
  static String canonical(String text) {
    Optional<InetAddress> address = address(text);
    if (address.isPresent()) {
      return address.get().getHostAddress();
    }
    String name = plain(text);
    if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("is not a host name");
    }
    return name;
  }

  /** As {@link #canonical}, for names that people write: also international ones. */
  static String canonicalOfPeople(String text) {
    if (text.length() > LONGEST_NAME) {
      // IDN breaks off in other ways than it says when a name is far too long.
      throw new IllegalArgumentException("is longer than " + LONGEST_NAME + " characters");
    }
    return canonical(text.startsWith("[") ? text : IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES));
  }

  /**
   * The address that a text is in itself, read as {@code inet_aton} would: {@code 127.1}, {@code
   * 0x7f.1}, {@code 017700000001} and {@code 2130706433} are 127.0.0.1. Empty for a name.
   *
   * @throws IllegalArgumentException when it is written as an address and is none
   */
  static Optional<InetAddress> address(String text) {
    if (text.startsWith("[") || text.endsWith("]")) {
      return Optional.of(v6(text));
    }
    String host = plain(text);
    String last = host.substring(host.lastIndexOf('.') + 1);
    return NUMBER.matcher(last).matches() ? Optional.of(v4(host)) : Optional.empty();
  }

  private static String plain(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static InetAddress v6(String text) {
    String inner =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : "";
    if (inner.indexOf('%') >= 0) {
      throw new IllegalArgumentException("has a zone, and zones belong to link-local addresses");
    }
    if (inner.indexOf(':') < 0) {
      throw new IllegalArgumentException("is not an IPv6 address");
    }
    try {
      return Inet6Address.ofLiteral(inner);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not an IPv6 address", e);
    }
  }

  private static InetAddress v4(String host) {
    String[] parts = host.split("\\.", -1);
    if (parts.length > 4) {
      throw new IllegalArgumentException("is not an IPv4 address");
    }
    long value = 0;
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      long largest = last ? LARGEST_V4 >> (8 * i) : 0xff;
      long part = number(parts[i]);
      if (part > largest) {
        throw new IllegalArgumentException("is not an IPv4 address");
      }
      value |= last ? part : part << (24 - 8 * i);
    }
    byte[] bytes = {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static long number(String text) {
    // The JDK reads digits of every script as numbers.
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("is not an IPv4 address");
    }
    try {
      long value;
      if (text.startsWith("0x")) {
        value = text.length() == 2 ? 0 : Long.parseLong(text, 2, text.length(), 16);
      } else {
        boolean octal = text.length() > 1 && text.startsWith("0");
        value = Long.parseLong(text, octal ? 8 : 10);
      }
      return value;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("is not an IPv4 address", e);
    }
  }
}
