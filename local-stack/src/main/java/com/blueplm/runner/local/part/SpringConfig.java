package com.blueplm.runner.local.part;

import com.blueplm.runner.local.home.SecretFile;
import com.blueplm.runner.local.home.SystemUser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Writes the properties file that an app is started with. */
final class SpringConfig {
  private SpringConfig() {}

  static void write(Path file, Map<String, String> settings, Optional<SystemUser> reader) {
    Properties properties = new Properties();
    properties.putAll(settings);
    StringWriter text = new StringWriter();
    try {
      // Escapes what a properties file cannot hold, paths with letters beyond ASCII for one.
      properties.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SecretFile.write(file, escapeBeyondAscii(text.toString()), reader);
  }

  private static String escapeBeyondAscii(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 128) {
        escaped.append(c);
      } else {
        escaped.append("\\u%04x".formatted((int) c));
      }
    }
    return escaped.toString();
  }
}
