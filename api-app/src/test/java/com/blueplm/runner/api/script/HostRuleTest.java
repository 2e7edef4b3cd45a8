package com.blueplm.runner.api.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostRuleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "erp.example.com | erp.example.com",
        "ERP.Example.COM:8443 | erp.example.com:8443",
        "erp | erp",
        "a-b.example | a-b.example",
        "1and1.example | 1and1.example",
        "*.example.com | *.example.com",
        "*.Example.com:443 | *.example.com:443",
        "*.corp | *.corp",
        "bücher.example | xn--bcher-kva.example",
        "*.BÜCHER.example | *.xn--bcher-kva.example",
        "例え.jp:80 | xn--r8jz45g.jp:80",
        "xn--bcher-kva.example | xn--bcher-kva.example",
        "10.0.0.7 | 10.0.0.7",
        "192.0.2.255:1 | 192.0.2.255:1",
        "[::1] | [::1]",
        "[2001:DB8::1]:443 | [2001:db8::1]:443",
        "example.com:65535 | example.com:65535",
      })
  void entriesAreStoredInOneForm(String entry, String stored) {
    assertThat(HostRule.normalized(entry)).isEqualTo(stored);
    assertThat(HostRule.normalized(stored)).as("what is read can be written").isEqualTo(stored);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "|remove it",
        "''|remove it",
        " |remove it",
        "a b|space",
        " a.example|space",
        "a.example\t|space",
        "a\u0001.example|control character",
        "http://a.example|leave out everything up to ://",
        "HTTPS://a.example:1/x|leave out everything up to ://",
        "me@a.example|leave out everything up to @",
        "me:secret@a.example|leave out everything up to @",
        "a.example/path|write only the host",
        "a.example?x|write only the host",
        "a.example#x|write only the host",
        "a.example\\x|write only the host",
        "10.0.0.0/8|network mask",
        "*|only in front",
        "**.example.com|only in front",
        "a.*.example.com|only in front",
        "*.*.example.com|only in front",
        "*a.example.com|only in front",
        "*.|not a host name",
        "a.example.|ends with a dot",
        ".a.example|not a host name",
        "a..example|not a host name",
        "-a.example|not a host name",
        "a-.example|not a host name",
        "a_b.example|not a host name",
        "a,b.example|not a host name",
        "ａ．-.example|not a host name",
        "*.10.0.0.7|not an IPv4 address",
        "256.1.1.1|not an IPv4 address",
        "10.1|not an IPv4 address",
        "010.0.0.7|not an IPv4 address",
        "2130706433|not an IPv4 address",
        "0x7f000001|not an IPv4 address",
        "0x7f.0.0.0x1|not an IPv4 address",
        "a.example.1|not an IPv4 address",
        "１２７.０.０.１|not a host name",
        "a.example:|port",
        "a.example:0|port",
        "a.example:65536|port",
        "a.example:999999|port",
        "a.example:x|port",
        "a.example:+1|port",
        "::1|in brackets",
        "2001:db8::1|in brackets",
        "[::1|IPv6",
        "[]|IPv6",
        "[a.example]|IPv6",
        "[10.0.0.7]|IPv6",
        "[fe80::1%eth0]|IPv6",
        "[::ffff:10.0.0.7]|IPv6",
        "[::ffff:a00:7]|IPv6",
        "[::1]x|only a port may follow",
        "[::1]:0|port",
      })
  void everythingElseIsRefusedWithTheFix(@Nullable String entry, String fix) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostRule.normalized(entry == null ? "" : entry))
        .withMessageContaining(fix);
  }

  @Test
  void namesAreAsLongAsDnsAllows() {
    String label = "x".repeat(63);
    String longest = label + "." + label + "." + label + "." + "x".repeat(61);
    assertThat(HostRule.normalized(longest + ":65535")).hasSize(253 + 6);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostRule.normalized(longest + "x"))
        .withMessageContaining("253");
    assertThatIllegalArgumentException().isThrownBy(() -> HostRule.normalized("x".repeat(64)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostRule.normalized("ü".repeat(100_000) + ".example"))
        .withMessageContaining("253");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostRule.normalized("ü".repeat(60) + ".example"));
  }
}
