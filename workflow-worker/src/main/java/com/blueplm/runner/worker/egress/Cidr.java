package com.blueplm.runner.worker.egress;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * A block of addresses.
 *
 * @param network its first address
 * @param prefix how many leading bits count
 */
record Cidr(InetAddress network, int prefix) {

  private static final int BYTE = 8;
  private static final Pattern FOUR_PARTS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  Cidr {
    if (prefix < 0 || prefix > network.getAddress().length * BYTE) {
      throw new IllegalArgumentException("a prefix of " + prefix + " bits does not fit " + network);
    }
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or one address.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Cidr parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (address.indexOf(':') < 0 && !FOUR_PARTS.matcher(address).matches()) {
      throw new IllegalArgumentException("an IPv4 address has four decimal parts");
    }
    InetAddress network = InetAddress.ofLiteral(address);
    int bits = network.getAddress().length * BYTE;
    return new Cidr(network, slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1)));
  }

  boolean isOneAddress() {
    return prefix == network.getAddress().length * BYTE;
  }

  boolean contains(InetAddress address) {
    byte[] mine = network.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    int whole = prefix / BYTE;
    for (int i = 0; i < whole; i++) {
      if (mine[i] != other[i]) {
        return false;
      }
    }
    int rest = prefix % BYTE;
    return rest == 0 || ((mine[whole] ^ other[whole]) & 0xff) >> (BYTE - rest) == 0;
  }
}
