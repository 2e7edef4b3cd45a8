package com.blueplm.runner.local.run;

import com.blueplm.runner.local.console.LauncherException;
import com.blueplm.runner.local.console.Progress;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A Python file that is stored as the script of the same name. */
public record ScriptFile(String name, String code) {
  private static final String SUFFIX = ".py";

  /** Reads the file; fails when it is no readable {@code .py} file. */
  public static ScriptFile read(Path file) {
    String fileName = file.getFileName().toString();
    if (!fileName.endsWith(SUFFIX) || fileName.length() == SUFFIX.length()) {
      throw new LauncherException("--run wants a file that ends in .py, not " + file, 2);
    }
    if (!Files.isRegularFile(file)) {
      throw new LauncherException("--run: there is no file " + file, 2);
    }
    try {
      String name = fileName.substring(0, fileName.length() - SUFFIX.length());
      return new ScriptFile(name, Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new LauncherException("--run: " + file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new LauncherException("--run: cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Stores the code under the file's name: as a new script, as a new revision, or not at all when
   * equal.
   */
  String store(RunnerApi api, Optional<Integer> timeoutSeconds, Progress progress)
      throws IOException, InterruptedException {
    Map<String, Object> wanted = new HashMap<>();
    timeoutSeconds.ifPresent(seconds -> wanted.put("timeout_seconds", seconds));
    Optional<JsonNode> stored = api.findScript(name);
    if (stored.isEmpty()) {
      wanted.put("name", name);
      wanted.put("code", code);
      progress.say("registering the script %s", name);
      return api.createScript(wanted).path("id").asString();
    }
    JsonNode script = stored.get();
    if (!script.path("code").asString("").equals(code)) {
      wanted.put("code", code);
    }
    if (script.path("timeout_seconds").asInt() == timeoutSeconds.orElse(-1)) {
      wanted.remove("timeout_seconds");
    }
    String id = script.path("id").asString();
    if (!wanted.isEmpty()) {
      progress.say("changing the script %s: %s", name, String.join(", ", wanted.keySet()));
      api.changeScript(id, wanted);
    }
    return id;
  }
}
