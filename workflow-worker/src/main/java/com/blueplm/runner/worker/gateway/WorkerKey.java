package com.blueplm.runner.worker.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The shared worker key, read again after a refusal so that it can be rotated. */
final class WorkerKey {

  private final Path file;
  private volatile String authorization;

  WorkerKey(Path file) {
    this.file = file;
    this.authorization = read(file);
  }

  String authorization() {
    return authorization;
  }

  void reload() {
    authorization = read(file);
  }

  Path file() {
    return file;
  }

  private static String read(Path file) {
    try {
      return "Bearer " + Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "runner.worker-key-file=" + file + " cannot be read: make it readable for the worker", e);
    }
  }
}
