package com.blueplm.runner.local;

import com.blueplm.runner.local.console.LauncherException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The options of {@code ./start}.
 *
 * @param workers how many workflow-workers to start
 * @param anyPort whether a busy port may be replaced by a free one
 * @param run the script file to run instead of staying up
 * @param timeoutSeconds the script's timeout from now on, with {@code run}
 * @param signInLink whether only a new sign-in link is wanted of the running stack
 */
record LauncherOptions(
    int workers,
    boolean anyPort,
    Optional<Path> run,
    Optional<Integer> timeoutSeconds,
    boolean signInLink,
    boolean help) {
  static final String USAGE =
      """
      Usage: ./start [--workers N] [--any-port]
             ./start --run FILE.py [--timeout S]
             ./start --sign-in-link

        --workers N      start N workflow-workers (1 to 16, default 1)
        --any-port       take another port where the wanted one is busy
        --run FILE.py    start what is not running, run the file as a script named after it, print its
                         output and end with its exit code (124 timeout, 130 cancelled, 1 otherwise)
        --timeout S      with --run: the script's timeout in seconds (1 to 3600)
        --sign-in-link   print a new one-time sign-in link of the running stack
        --help           print this text

      Environment: RUNNER_HOME (data, default .runner in the checkout), RUNNER_PORT (8080),
        RUNNER_TEMPORAL_PORT (7233), RUNNER_TEMPORAL_UI_PORT (8233),
        RUNNER_MINIMUM_ISOLATION (bubblewrap; 'process' runs scripts without a sandbox),
        RUNNER_MAXIMUM_ISOLATION (container; stronger levels are not tried),
        RUNNER_EGRESS_ALLOW_PRIVATE (private hosts and networks that scripts may reach, comma-separated),
        RUNNER_EGRESS_ALLOW_HOST (false; 'true' permits the network policy 'host'),
        RUNNER_CONTAINER_SOCKET, RUNNER_CONTAINER_IMAGE (a container engine for scripts),
        RUNNER_PACKAGE_INDEX (package index for scripts' dependencies; uv's own when unset),
        RUNNER_PACKAGE_HOSTS (hosts that packages come from although they are not public),
        RUNNER_JAVA_OPTIONS (further options for the JVMs of both apps),
        RUNNER_LINK_API_POSTGRES, RUNNER_LINK_API_TEMPORAL, RUNNER_LINK_WORKER_TEMPORAL, RUNNER_LINK_WORKER_API
          (for fault tests: host:port of a forwarder that stands between the two; direct when unset)""";

  private static final int MAX_WORKERS = 16;
  private static final int MAX_TIMEOUT = 3600;
  private static final int WRONG_USE = 2;

  static LauncherOptions parse(List<String> arguments) {
    int workers = 1;
    boolean anyPort = false;
    boolean signInLink = false;
    boolean help = false;
    Optional<Path> run = Optional.empty();
    Optional<Integer> timeout = Optional.empty();
    Deque<String> rest = split(arguments);
    while (!rest.isEmpty()) {
      String option = rest.removeFirst();
      switch (option) {
        case "--workers" -> workers = number(option, rest, MAX_WORKERS);
        case "--any-port" -> anyPort = true;
        case "--run" -> run = Optional.of(Path.of(value(option, rest)));
        case "--timeout" -> timeout = Optional.of(number(option, rest, MAX_TIMEOUT));
        case "--sign-in-link" -> signInLink = true;
        case "--help", "-h" -> help = true;
        default -> throw wrongUse("unknown option " + option);
      }
    }
    if (timeout.isPresent() && run.isEmpty()) {
      throw wrongUse("--timeout is for --run");
    }
    return new LauncherOptions(workers, anyPort, run, timeout, signInLink, help);
  }

  /** Accepts {@code --name=value} for {@code --name value}. */
  private static Deque<String> split(List<String> arguments) {
    Deque<String> words = new ArrayDeque<>();
    for (String argument : arguments) {
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      if (equals > 0) {
        words.add(argument.substring(0, equals));
        words.add(argument.substring(equals + 1));
      } else {
        words.add(argument);
      }
    }
    return words;
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw wrongUse(option + " needs a value");
    }
    return rest.removeFirst();
  }

  private static int number(String option, Deque<String> rest, int max) {
    String text = value(option, rest);
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrongUse("%s %s: not a whole number".formatted(option, text));
    }
    throw wrongUse("%s %s: must be 1 to %d".formatted(option, text, max));
  }

  private static LauncherException wrongUse(String problem) {
    return new LauncherException(problem + "\n\n" + USAGE, WRONG_USE);
  }
}
