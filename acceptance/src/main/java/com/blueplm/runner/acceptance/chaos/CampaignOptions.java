package com.blueplm.runner.acceptance.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a campaign is asked for.
 *
 * @param time how long load and faults go on; starting, settling and the audit come on top
 * @param seed decides the faults and the load: the same seed, the same of both
 * @param runs how many triggers are sent by hand; runs of schedules come on top
 * @param workers how many workflow-workers are started
 * @param faults whether there are faults at all; without, the campaign tries itself
 * @param keep whether the home directory stays after a campaign that found nothing
 */
record CampaignOptions(
    Duration time, long seed, int runs, int workers, boolean faults, boolean keep, boolean help) {
  static final String USAGE =
      """
      Usage: ./chaos [--minutes M] [--seed N] [--runs N] [--workers N] [--no-faults] [--keep]

      Starts a stack of its own, loads it with scripts of many kinds, and meanwhile kills, stops and restarts
      its processes and cuts, freezes and slows the lines between them. Then it audits what was recorded.
      Exit code: 0 when the audit found nothing, 1 when it found something (the home directory is kept), 2 wrong use.

        --minutes M    minutes of load and faults (0.5 to 600, default 4)
        --seed N       decides faults and load: the same seed gives the same of both (default 1)
        --runs N       triggers sent by hand (1 to 100000, default 120 a minute); schedules come on top
        --workers N    workflow-workers (1 to 8, default 2)
        --no-faults    the load alone
        --keep         keep the home directory in any case
        --help         print this text""";

  private static final int RUNS_PER_MINUTE = 120;

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException with a message for the person at the terminal
   */
  static CampaignOptions parse(List<String> arguments) {
    double minutes = 4;
    long seed = 1;
    Optional<Integer> runs = Optional.empty();
    int workers = 2;
    boolean faults = true;
    boolean keep = false;
    boolean help = false;
    Deque<String> rest = new ArrayDeque<>();
    arguments.forEach(argument -> rest.addAll(List.of(argument.split("=", 2))));
    while (!rest.isEmpty()) {
      String option = rest.removeFirst();
      switch (option) {
        case "--minutes" -> minutes = number(option, rest, 0.5, 600);
        case "--seed" -> seed = (long) number(option, rest, 0, 1e15);
        case "--runs" -> runs = Optional.of((int) number(option, rest, 1, 100_000));
        case "--workers" -> workers = (int) number(option, rest, 1, 8);
        case "--no-faults" -> faults = false;
        case "--keep" -> keep = true;
        case "--help", "-h" -> help = true;
        default -> throw wrongUse("unknown option " + option);
      }
    }
    Duration time = Duration.ofMillis((long) (minutes * 60_000));
    int count = runs.orElse((int) (minutes * RUNS_PER_MINUTE));
    return new CampaignOptions(time, seed, count, workers, faults, keep, help);
  }

  private static double number(String option, Deque<String> rest, double min, double max) {
    String text = rest.isEmpty() ? "" : rest.removeFirst();
    try {
      double number = Double.parseDouble(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrongUse("%s needs a number, not '%s'".formatted(option, text));
    }
    throw wrongUse("%s %s: must be %s to %s".formatted(option, text, min, max));
  }

  private static IllegalArgumentException wrongUse(String problem) {
    return new IllegalArgumentException(problem + "\n\n" + USAGE);
  }
}
