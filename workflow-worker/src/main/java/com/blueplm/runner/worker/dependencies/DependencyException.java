package com.blueplm.runner.worker.dependencies;

import java.util.ArrayList;
import java.util.List;

/** Dependencies that cannot be locked or installed, in words for the script's author. */
public final class DependencyException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ArrayList<String> details;

  DependencyException(String reason, List<String> details) {
    super(reason);
    this.details = new ArrayList<>(details);
  }

  DependencyException(String reason) {
    this(reason, List.of());
  }

  /** Why, in one sentence. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** What uv said about it, without addresses and paths. */
  public List<String> details() {
    return List.copyOf(details);
  }
}
