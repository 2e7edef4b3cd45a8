package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Temporal's own command line against a stack's server: what an operator does in Temporal's UI. */
record TemporalCli(String program, int port) {

  static TemporalCli of(Stack stack) {
    Path build = Checkout.root().resolve("tools/temporal/build");
    Stack.Ended built = Stack.Ended.of(new ProcessBuilder(build.toString()));
    assertThat(built.exitCode()).as("%s", built).isZero();
    return new TemporalCli(built.stdout().strip(), stack.port("RUNNER_TEMPORAL_PORT"));
  }

  /** Runs a command that must succeed. */
  String call(String... arguments) {
    Stack.Ended ended = attempt(arguments);
    assertThat(ended.exitCode()).as("%s: %s", List.of(arguments), ended).isZero();
    return ended.stdout();
  }

  Stack.Ended attempt(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--address", "127.0.0.1:" + port));
    return Stack.Ended.of(new ProcessBuilder(command));
  }

  /** The description of a script's Schedule. */
  JsonNode schedule(String script) {
    return JsonMapper.shared()
        .readTree(call("schedule", "describe", "-s", "script-" + script, "-o", "json"));
  }

  boolean hasSchedule(String script) {
    return attempt("schedule", "describe", "-s", "script-" + script).exitCode() == 0;
  }
}
