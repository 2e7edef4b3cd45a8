package com.blueplm.runner.acceptance.chaos;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;

/** The program behind {@code ./chaos}. */
public final class Chaos {
  private static final int FOUND = 1;
  private static final int WRONG_USE = 2;

  private Chaos() {}

  /** Runs a campaign; the exit codes are those that {@code --help} tells. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    CampaignOptions options;
    try {
      options = CampaignOptions.parse(Arrays.asList(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return WRONG_USE;
    }
    if (options.help()) {
      System.out.println(CampaignOptions.USAGE);
      return 0;
    }
    Path checkout = Path.of(System.getProperty("runner.checkout", "."));
    Result result = new Campaign(options, checkout, Clock.systemUTC(), System.out).run();
    return result.violations().isEmpty() ? 0 : FOUND;
  }
}
