package com.blueplm.runner.api.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HarmlessTextTest {

  @Test
  void ordinaryTextsStayAsTheyAre() {
    for (String text : new String[] {"", "erp.example.com", "bücher.example", "😀", "10 chars.."}) {
      assertThat(HarmlessText.of(text, 10)).isEqualTo(text.length() > 10 ? cut(text) : text);
    }
    assertThat(HarmlessText.orNull(null, 10)).isNull();
  }

  @Test
  void whatNeitherDatabaseNorTerminalTakesIsReplaced() {
    assertThat(HarmlessText.of("a\0b\u001b[31m\r\n\ud800x\udc00\u009b", 40))
        .isEqualTo("a\ufffdb\ufffd[31m\ufffd\ufffd\ufffdx\ufffd\ufffd");
  }

  @Test
  void longTextsAreCutBetweenCharacters() {
    assertThat(HarmlessText.of("x".repeat(5), 5)).isEqualTo("xxxxx");
    assertThat(HarmlessText.of("x".repeat(6), 5)).isEqualTo("xxxx…");
    assertThat(HarmlessText.of("xx😀", 4)).isEqualTo("xx😀");
    assertThat(HarmlessText.of("xx😀y", 4)).isEqualTo("xx…");
    assertThat(HarmlessText.of("xxx😀", 4)).isEqualTo("xxx…");
    assertThat(HarmlessText.of("x".repeat(1_000_000), 255)).hasSize(255);
  }

  private static String cut(String text) {
    return text.substring(0, 9) + "…";
  }
}
