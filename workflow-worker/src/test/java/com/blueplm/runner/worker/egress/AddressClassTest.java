package com.blueplm.runner.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressClassTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, LOOPBACK",
    "127.255.255.254, LOOPBACK",
    "::1, LOOPBACK",
    "0.0.0.0, UNSPECIFIED",
    "0.1.2.3, UNSPECIFIED",
    "::, UNSPECIFIED",
    "169.254.1.1, LINK_LOCAL",
    "fe80::1, LINK_LOCAL",
    "febf::1, LINK_LOCAL",
    "10.0.0.5, PRIVATE",
    "172.16.0.1, PRIVATE",
    "172.31.255.255, PRIVATE",
    "192.168.1.1, PRIVATE",
    "fc00::1, PRIVATE",
    "fdff::1, PRIVATE",
    "fec0::1, PRIVATE",
    "100.64.0.1, SHARED",
    "100.127.255.255, SHARED",
    "224.0.0.1, MULTICAST",
    "239.255.255.250, MULTICAST",
    "ff02::1, MULTICAST",
    "255.255.255.255, BROADCAST",
    "192.0.2.1, DOCUMENTATION",
    "198.51.100.7, DOCUMENTATION",
    "203.0.113.9, DOCUMENTATION",
    "2001:db8::1, DOCUMENTATION",
    "3fff::1, DOCUMENTATION",
    "198.18.0.1, BENCHMARK",
    "198.19.255.255, BENCHMARK",
    "2001:2::1, BENCHMARK",
    "192.0.0.8, RESERVED",
    "192.88.99.1, RESERVED",
    "240.0.0.1, RESERVED",
    "254.1.1.1, RESERVED",
    "100::1, RESERVED",
    "64:ff9b:1::1, RESERVED",
    "5f00::1, RESERVED",
    "2001:10::1, RESERVED",
    "4000::1, RESERVED",
    "169.254.169.254, METADATA",
    "169.254.170.2, METADATA",
    "100.100.100.200, METADATA",
    "168.63.129.16, METADATA",
    "fd00:ec2::254, METADATA",
    "::ffff:169.254.169.254, METADATA",
    "64:ff9b::a9fe:a9fe, METADATA",
    "2002:a9fe:a9fe::1, METADATA",
    "::ffff:127.0.0.1, LOOPBACK",
    "::127.0.0.1, LOOPBACK",
    "::10.0.0.1, PRIVATE",
    "::8.8.8.8, RESERVED",
    "64:ff9b::127.0.0.1, LOOPBACK",
    "64:ff9b::10.1.2.3, PRIVATE",
    "64:ff9b::8.8.8.8, PUBLIC",
    "2002:7f00:1::, LOOPBACK",
    "2002:c0a8:101::1, PRIVATE",
    "2002:808:808::1, PUBLIC",
    // Teredo: the client 10.0.0.1 with inverted bits behind a public server, then both public.
    "2001:0:808:808:0:0:f5ff:fffe, PRIVATE",
    "2001:0:a00:1:0:0:f7f7:f7f7, PRIVATE",
    "2001:0:808:808:0:0:f7f7:f7f7, PUBLIC",
    // ISATAP carries its IPv4 address in the interface's part.
    "2600::5efe:10.0.0.1, PRIVATE",
    "2600::200:5efe:127.0.0.1, LOOPBACK",
    "8.8.8.8, PUBLIC",
    "172.15.255.255, PUBLIC",
    "172.32.0.1, PUBLIC",
    "100.63.255.255, PUBLIC",
    "100.128.0.1, PUBLIC",
    "198.20.0.1, PUBLIC",
    "223.255.255.255, PUBLIC",
    "2606:4700::1111, PUBLIC",
    "2a00:1450::1, PUBLIC",
  })
  void tellsWhatAnAddressIs(String address, AddressClass expected) {
    assertThat(AddressClass.of(InetAddress.ofLiteral(address))).isEqualTo(expected);
  }
}
