package com.blueplm.runner.local.part;

import com.blueplm.runner.local.console.LauncherException;
import java.util.List;
import java.util.Map;

/**
 * The addresses at which the apps look for what they need. They are the direct ones unless a
 * variable names another: fault tests put forwarders in between, to cut, freeze and slow the line.
 *
 * <p>A variable holds {@code host:port}, or several with commas: then the first worker takes the
 * first, the second the second, and so on from the beginning again.
 */
record Links(Map<String, String> environment) {
  static final String API_POSTGRES = "RUNNER_LINK_API_POSTGRES";
  static final String API_TEMPORAL = "RUNNER_LINK_API_TEMPORAL";
  static final String WORKER_TEMPORAL = "RUNNER_LINK_WORKER_TEMPORAL";
  static final String WORKER_API = "RUNNER_LINK_WORKER_API";

  /** Where api-app finds Postgres. */
  String postgresOfApi(int port) {
    return address(API_POSTGRES, 0, port);
  }

  /** Where api-app finds Temporal. */
  String temporalOfApi(int port) {
    return address(API_TEMPORAL, 0, port);
  }

  /** Where a worker, counted from 0, finds Temporal. */
  String temporalOfWorker(int worker, int port) {
    return address(WORKER_TEMPORAL, worker, port);
  }

  /** Where a worker, counted from 0, finds api-app. */
  String apiOfWorker(int worker, int port) {
    return address(WORKER_API, worker, port);
  }

  private String address(String variable, int user, int directPort) {
    String text = environment.getOrDefault(variable, "").strip();
    if (text.isEmpty()) {
      return "127.0.0.1:" + directPort;
    }
    List<String> addresses = List.of(text.split("\\s*,\\s*"));
    String address = addresses.get(user % addresses.size());
    if (!address.matches("[A-Za-z0-9.-]+:[0-9]{1,5}")) {
      throw new LauncherException(
          "%s: %s is no host:port; unset it, it is for fault tests".formatted(variable, address));
    }
    return address;
  }
}
