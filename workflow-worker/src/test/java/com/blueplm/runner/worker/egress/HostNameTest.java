package com.blueplm.runner.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {

  @ParameterizedTest
  @CsvSource({
    "127.1, 127.0.0.1",
    "127.0.1, 127.0.0.1",
    "127.0.0.1., 127.0.0.1",
    "0x7f.1, 127.0.0.1",
    "0x7F.0x0.0x0.0x1, 127.0.0.1",
    "0177.0.0.01, 127.0.0.1",
    "017700000001, 127.0.0.1",
    "2130706433, 127.0.0.1",
    "0x7f000001, 127.0.0.1",
    "0, 0.0.0.0",
    "10.65535, 10.0.255.255",
    "2852039166, 169.254.169.254",
    "0xA9FEA9FE, 169.254.169.254",
    "[::ffff:127.0.0.1], 127.0.0.1",
    "[::FFFF:7F00:1], 127.0.0.1",
    "[0:0:0:0:0:ffff:7f00:1], 127.0.0.1",
    "[::1], 0:0:0:0:0:0:0:1",
    "[::127.0.0.1], 0:0:0:0:0:0:7f00:1",
    "EXAMPLE.Com., example.com",
    "a_b.example.com, a_b.example.com",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "1.example, 1.example",
  })
  void hasOneForm(String text, String canonical) {
    assertThat(HostName.canonical(text)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a..b",
        "-a.example",
        "a b",
        "a/b",
        "exa%6dple.com",
        "a\\b",
        "a@b",
        "a:b",
        "[example.com]",
        "[127.0.0.1]",
        "[::1",
        "::1]",
        "[]",
        "[::1%lo]",
        "[fe80::1%25eth0]",
        "[::1]x",
        "256.1.1.1",
        "1.2.3.4.5",
        "127.0.0.09",
        "0x.0xg.1",
        "1..2",
        "4294967296",
        "1.2.3.256",
        "1.16777216",
        "09",
        "bücher.example",
        "１２７.0.0.1",
        "a.0x7f",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example"
      })
  void isRefusedWhenItIsNoHost(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> HostName.canonical(text));
  }

  @Test
  void peopleMayWriteInternationalNames() {
    assertThat(HostName.canonicalOfPeople("Bücher.Example")).isEqualTo("xn--bcher-kva.example");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostName.canonicalOfPeople("ü".repeat(100_000)))
        .withMessageContaining("longer than 253");
  }
}
