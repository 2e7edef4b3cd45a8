package com.blueplm.runner.api.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the files with keys that the launcher made. */
public final class KeyFile {
  private KeyFile() {}

  /**
   * The key in the file, without surrounding white space.
   *
   * @param property the setting that names the file, for the message
   * @throws IllegalStateException when the file cannot be read or holds less than {@code minimum}
   *     characters; the message says what to do and never shows the content
   */
  public static String read(String property, Path file, int minimum) {
    String key;
    try {
      key = Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new IllegalStateException(
          "Cannot read the key file %s named by %s. Make the file readable for this process, or let ./start make it."
              .formatted(file, property),
          e);
    }
    if (key.length() < minimum) {
      throw new IllegalStateException(
          "The key file %s named by %s holds %d characters, at least %d are needed. Write a new random key into it, or remove it and let ./start make one."
              .formatted(file, property, key.length(), minimum));
    }
    return key;
  }
}
