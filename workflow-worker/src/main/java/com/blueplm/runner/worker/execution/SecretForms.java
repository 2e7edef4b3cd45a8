package com.blueplm.runner.worker.execution;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All forms in which secrets may show up in output: raw, base64 at each alignment, hex, URL- and
 * JSON-escaped. Values below {@value #SHORTEST} bytes have none.
 */
public final class SecretForms {

  static final int SHORTEST = 4;

  private static final String UNRESERVED_MARKS = "-._~";

  private final Map<Integer, byte[][]> byFirstFour = new HashMap<>();
  private final boolean[] firstTwo = new boolean[1 << 16];
  private final boolean[] firstOne = new boolean[1 << 8];
  private final Set<Integer> firstThree = new HashSet<>();
  private final int longest;

  private SecretForms(Set<ByteBuffer> forms) {
    Map<Integer, List<byte[]>> groups = new HashMap<>();
    int max = 0;
    for (ByteBuffer buffer : forms) {
      byte[] form = buffer.array();
      max = Math.max(max, form.length);
      groups.computeIfAbsent(firstFour(form, 0), key -> new ArrayList<>()).add(form);
      firstOne[form[0] & 0xff] = true;
      firstTwo[firstTwo(form, 0)] = true;
      firstThree.add(firstFour(form, 0) >>> 8);
    }
    groups.forEach(
        (key, group) -> {
          group.sort((a, b) -> b.length - a.length);
          byFirstFour.put(key, group.toArray(byte[][]::new));
        });
    this.longest = max;
  }

  /** The forms of some values. */
  public static SecretForms of(Collection<String> values) {
    Set<ByteBuffer> forms = new LinkedHashSet<>();
    for (String value : values) {
      addForms(forms, value);
      // Secrets are often stored with a line end that the script strips.
      addForms(forms, value.strip());
    }
    return new SecretForms(forms);
  }

  boolean isEmpty() {
    return longest == 0;
  }

  int longest() {
    return longest;
  }

  /** The length of the longest form that begins at {@code at}; 0 when none does. */
  int matchAt(byte[] bytes, int at, int end) {
    if (end - at < SHORTEST || !firstTwo[firstTwo(bytes, at)]) {
      return 0;
    }
    byte[][] candidates = byFirstFour.get(firstFour(bytes, at));
    if (candidates != null) {
      for (byte[] form : candidates) {
        if (form.length <= end - at && agree(form, bytes, at, form.length)) {
          return form.length;
        }
      }
    }
    return 0;
  }

  /** Whether the bytes from {@code at} to {@code end} begin a longer form. */
  boolean mayGrowAt(byte[] bytes, int at, int end) {
    int length = end - at;
    if (!firstOne[bytes[at] & 0xff] || (length >= 2 && !firstTwo[firstTwo(bytes, at)])) {
      return false;
    }
    if (length < SHORTEST) {
      return length < 3 || firstThree.contains(firstThree(bytes, at));
    }
    byte[][] candidates = byFirstFour.get(firstFour(bytes, at));
    if (candidates != null) {
      for (byte[] form : candidates) {
        if (form.length > length && agree(form, bytes, at, length)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean agree(byte[] form, byte[] bytes, int at, int length) {
    return Arrays.equals(form, 0, length, bytes, at, at + length);
  }

  private static int firstTwo(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  private static int firstThree(byte[] bytes, int at) {
    return firstTwo(bytes, at) << 8 | (bytes[at + 2] & 0xff);
  }

  private static int firstFour(byte[] bytes, int at) {
    return firstThree(bytes, at) << 8 | (bytes[at + 3] & 0xff);
  }

  private static void addForms(Set<ByteBuffer> forms, String value) {
    byte[] raw = value.getBytes(StandardCharsets.UTF_8);
    if (raw.length < SHORTEST) {
      return;
    }
    forms.add(ByteBuffer.wrap(raw));
    addBase64(forms, raw, Base64.getEncoder());
    addBase64(forms, raw, Base64.getUrlEncoder());
    addText(forms, HexFormat.of().formatHex(raw));
    addText(forms, HexFormat.of().withUpperCase().formatHex(raw));
    for (HexFormat hex : new HexFormat[] {HexFormat.of(), HexFormat.of().withUpperCase()}) {
      addText(forms, urlEscaped(raw, hex, "/"));
      String strict = urlEscaped(raw, hex, "");
      addText(forms, strict);
      addText(forms, strict.replace("%20", "+"));
    }
    addText(forms, jsonEscaped(value, true));
    addText(forms, jsonEscaped(value, false));
  }

  /** What the value looks like inside longer base64: the characters that depend on it alone. */
  private static void addBase64(Set<ByteBuffer> forms, byte[] raw, Base64.Encoder encoder) {
    addText(forms, encoder.encodeToString(raw));
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + raw.length];
      System.arraycopy(raw, 0, shifted, before, raw.length);
      int start = (before * 8 + 5) / 6;
      int end = shifted.length * 8 / 6;
      addText(forms, encoder.encodeToString(shifted).substring(start, end));
    }
  }

  private static String urlEscaped(byte[] raw, HexFormat hex, String alsoSafe) {
    StringBuilder text = new StringBuilder();
    for (byte b : raw) {
      char c = (char) (b & 0xff);
      boolean safe =
          (c < 0x80 && Character.isLetterOrDigit(c))
              || (UNRESERVED_MARKS + alsoSafe).indexOf(c) >= 0;
      if (safe) {
        text.append(c);
      } else {
        text.append('%').append(hex.toHexDigits(b));
      }
    }
    return text.toString();
  }

  private static String jsonEscaped(String value, boolean asciiOnly) {
    StringBuilder text = new StringBuilder();
    for (char c : value.toCharArray()) {
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        default -> {
          if (c < 0x20 || (asciiOnly && c > 0x7e)) {
            text.append("\\u").append(HexFormat.of().toHexDigits(c));
          } else {
            text.append(c);
          }
        }
      }
    }
    return text.toString();
  }

  private static void addText(Set<ByteBuffer> forms, String text) {
    byte[] form = text.getBytes(StandardCharsets.UTF_8);
    if (form.length >= SHORTEST) {
      forms.add(ByteBuffer.wrap(form));
    }
  }
}
