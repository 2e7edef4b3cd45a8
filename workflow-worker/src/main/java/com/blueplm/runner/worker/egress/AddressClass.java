package com.blueplm.runner.worker.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * What kind of place an address is, by the special-purpose address registries of IANA (RFC 6890 and
 * its successors). Only {@link #PUBLIC} ones are reached without the operator's word.
 */
enum AddressClass {
  METADATA("a cloud metadata service"),
  LOOPBACK("a loopback address"),
  UNSPECIFIED("not an address of a host"),
  LINK_LOCAL("a link-local address"),
  PRIVATE("private"),
  SHARED("shared by a carrier's customers"),
  MULTICAST("a multicast address"),
  BROADCAST("a broadcast address"),
  DOCUMENTATION("for documentation only"),
  BENCHMARK("for benchmarks only"),
  RESERVED("reserved"),
  OWN("this machine's own"),
  PUBLIC("public");

  private static final int V4 = 4;
  private static final int V6 = 16;

  /** The first block that holds an address decides. */
  private static final List<Block> BLOCKS =
      List.of(
          block(METADATA, "169.254.169.254", "169.254.170.2", "169.254.170.23"),
          block(METADATA, "100.100.100.200", "168.63.129.16", "192.0.0.192"),
          block(METADATA, "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254"),
          block(LOOPBACK, "127.0.0.0/8", "::1"),
          block(UNSPECIFIED, "0.0.0.0/8", "::"),
          block(LINK_LOCAL, "169.254.0.0/16", "fe80::/10"),
          block(PRIVATE, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),
          block(PRIVATE, "fc00::/7", "fec0::/10"),
          block(SHARED, "100.64.0.0/10"),
          block(MULTICAST, "224.0.0.0/4", "ff00::/8"),
          block(BROADCAST, "255.255.255.255"),
          block(DOCUMENTATION, "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"),
          block(DOCUMENTATION, "2001:db8::/32", "3fff::/20"),
          block(BENCHMARK, "198.18.0.0/15", "2001:2::/48"),
          block(RESERVED, "192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4", "2001::/23"));

  private static final Cidr GLOBAL_UNICAST_V6 = Cidr.parse("2000::/3");
  private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");
  private static final Cidr MAPPED = Cidr.parse("::/80");
  private static final Cidr TEREDO = Cidr.parse("2001::/32");
  private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");

  private final String words;

  AddressClass(String words) {
    this.words = words;
  }

  /** Completes the sentence "10.0.0.5 is …". */
  String words() {
    return words;
  }

  /** The kind of an address; of an IPv6 address that holds an IPv4 one, the worse of the two. */
  static AddressClass of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == V6) {
      for (InetAddress held : embedded(address, bytes)) {
        AddressClass inner = of(held);
        if (inner != PUBLIC) {
          return inner;
        }
      }
    }
    // Teredo lies in a reserved block, but what counts is where it leads.
    if (TEREDO.contains(address) || NAT64.contains(address)) {
      return PUBLIC;
    }
    for (Block block : BLOCKS) {
      if (block.networks.stream().anyMatch(network -> network.contains(address))) {
        return block.kind;
      }
    }
    return bytes.length == V4 || GLOBAL_UNICAST_V6.contains(address) ? PUBLIC : RESERVED;
  }

  private static List<InetAddress> embedded(InetAddress address, byte[] bytes) {
    if (SIX_TO_FOUR.contains(address)) {
      return List.of(v4(bytes, 2, 0));
    }
    if (TEREDO.contains(address)) {
      // The server, and the client behind it, whose bits are inverted (RFC 4380 §4).
      return List.of(v4(bytes, 4, 0), v4(bytes, 12, 0xff));
    }
    boolean isatap = bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == (byte) 0xfe;
    if (NAT64.contains(address) || isatap) {
      return List.of(v4(bytes, 12, 0));
    }
    // ::a.b.c.d (RFC 4291 §2.5.5.1); ::ffff:a.b.c.d arrives from the JDK as an IPv4 address
    // already.
    boolean held = MAPPED.contains(address) && (bytes[12] | bytes[13] | bytes[14]) != 0;
    return held ? List.of(v4(bytes, 12, 0)) : List.of();
  }

  private static InetAddress v4(byte[] bytes, int offset, int mask) {
    byte[] four = Arrays.copyOfRange(bytes, offset, offset + V4);
    for (int i = 0; i < V4; i++) {
      four[i] ^= (byte) mask;
    }
    try {
      return InetAddress.getByAddress(four);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static Block block(AddressClass kind, String... networks) {
    return new Block(kind, Arrays.stream(networks).map(Cidr::parse).toList());
  }

  private record Block(AddressClass kind, List<Cidr> networks) {}
}
