package com.blueplm.runner.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SecretMaskerTest {

  private static final String SECRET = "pa\"ss/w ö\\rd+9";

  @Test
  void masksEveryForm() {
    byte[] raw = SECRET.getBytes(StandardCharsets.UTF_8);
    assertThat(mask("a " + SECRET + " b", SECRET)).isEqualTo("a *** b");
    assertThat(mask("x=" + Base64.getEncoder().encodeToString(raw), SECRET)).isEqualTo("x=***");
    assertThat(mask("x=" + Base64.getUrlEncoder().encodeToString(raw) + "\n", SECRET))
        .isEqualTo("x=***\n");
    assertThat(mask(HexFormat.of().formatHex(raw), SECRET)).isEqualTo("***");
    assertThat(mask(HexFormat.of().withUpperCase().formatHex(raw), SECRET)).isEqualTo("***");
    assertThat(mask(URLEncoder.encode(SECRET, StandardCharsets.UTF_8), SECRET)).isEqualTo("***");
    assertThat(mask("pa%22ss/w%20%C3%B6%5Crd%2B9", SECRET)).isEqualTo("***");
    assertThat(mask("{\"p\":\"pa\\\"ss/w \\u00f6\\\\rd+9\"}", SECRET)).isEqualTo("{\"p\":\"***\"}");
    assertThat(mask("{\"p\":\"pa\\\"ss/w ö\\\\rd+9\"}", SECRET)).isEqualTo("{\"p\":\"***\"}");
  }

  @Test
  void masksInsideLongerBase64AtEachAlignment() {
    for (String before : List.of("", "u", "us", "use")) {
      String credentials = before + "topsecretvalue" + ":rest";
      String text =
          Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));

      String masked = mask(text, "topsecretvalue");

      assertThat(masked).contains("***");
      assertThat(masked.length()).isLessThan(text.length() - 10);
    }
  }

  @Test
  void leavesShortValuesAlone() {
    assertThat(mask("abc abc", "abc")).isEqualTo("abc abc");
    assertThat(mask("abcd abc", "abcd")).isEqualTo("*** abc");
  }

  @Test
  void masksWhatTheScriptStripped() {
    assertThat(mask("key is s3cr3t!", "s3cr3t\n")).isEqualTo("key is ***!");
  }

  @Test
  void masksOverlappingSecretsAsOne() {
    assertThat(mask("xabcdefghiy", "abcdef", "defghi")).isEqualTo("x***y");
    assertThat(mask("xabcdefgz", "abcd", "abcdefgh")).isEqualTo("x***efgz");
    assertThat(mask("xabcdefghz", "abcd", "abcdefgh")).isEqualTo("x***z");
  }

  @Test
  void masksAcrossEveryBorder() {
    String text = "one abcdefghij two defghijkl three aaaaaaab four abcdefghi";
    String whole = mask(text, "abcdef", "defghijkl", "aaaab");
    assertThat(whole).isEqualTo("one ***ghij two *** three aaa*** four ***ghi");

    Random random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      SecretMasker masker =
          new SecretMasker(SecretForms.of(List.of("abcdef", "defghijkl", "aaaab")));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      for (int at = 0; at < bytes.length; ) {
        int length = Math.min(1 + random.nextInt(9), bytes.length - at);
        byte[] piece = Arrays.copyOfRange(bytes, at, at + length);
        masker.mask(piece, length, (masked, n) -> out.write(masked, 0, n));
        at += length;
      }
      masker.finish((masked, n) -> out.write(masked, 0, n));
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(whole);
    }
  }

  @Test
  void holdsNothingBackThatCannotBecomeASecret() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SecretMasker masker = new SecretMasker(SecretForms.of(List.of("topsecretvalue")));
    byte[] line = "working on it\n".getBytes(StandardCharsets.UTF_8);

    masker.mask(line, line.length, (masked, n) -> out.write(masked, 0, n));

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("working on it\n");
  }

  private static String mask(String text, String... secrets) {
    byte[] masked =
        SecretMasker.maskWhole(
            SecretForms.of(List.of(secrets)), text.getBytes(StandardCharsets.UTF_8));
    return new String(masked, StandardCharsets.UTF_8);
  }
}
