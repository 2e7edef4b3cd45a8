package com.blueplm.runner.acceptance.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The parts of a stack by the names of {@code pids.json}. */
final class Parts {
  static final String API = "api-app";
  static final String TEMPORAL = "temporal";
  static final String POSTGRES = "postgres";

  private Parts() {}

  static List<String> workers(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(n -> n == 1 ? "workflow-worker" : "workflow-worker-" + n)
        .toList();
  }

  static boolean isWorker(String part) {
    return part.startsWith("workflow-worker");
  }

  static List<String> all(int workers) {
    List<String> parts = new ArrayList<>(List.of(API, TEMPORAL, POSTGRES));
    parts.addAll(workers(workers));
    return parts;
  }
}
