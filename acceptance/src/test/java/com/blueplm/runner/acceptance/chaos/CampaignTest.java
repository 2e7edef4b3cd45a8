package com.blueplm.runner.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A bounded campaign against a stack of its own; longer ones are run by hand: {@code ./chaos}. */
class CampaignTest {
  private static final int TRIGGERS = 500;

  @Test
  void everyTriggerAndEverySlotEndsInOneRecordedOutcome() {
    CampaignOptions options =
        new CampaignOptions(Duration.ofMinutes(4), 5, TRIGGERS, 2, true, false, false);

    Result result = new Campaign(options, checkout(), Clock.systemUTC(), System.out).run();

    assertThat(result.violations())
        .as("see %s: chaos.log tells what was done when, logs what each part said", result.home())
        .isEmpty();
    assertThat(result.evidence().runs()).hasSizeGreaterThanOrEqualTo(500);
    assertThat(result.evidence().faults()).filteredOn(FaultRecord::done).hasSizeGreaterThan(10);
    // A campaign that saw no effect, no output and no slot would find nothing, whatever happened.
    assertThat(result.evidence().effects()).hasSizeGreaterThan(300);
    assertThat(result.evidence().lines()).hasSizeGreaterThan(300);
    assertThat(result.evidence().schedules())
        .allSatisfy(schedule -> assertThat(schedule.due()).hasSizeGreaterThan(20));
  }

  private static Path checkout() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("start"))) {
      Path parent = here.getParent();
      if (parent == null) {
        throw new IllegalStateException("The tests do not run inside a checkout");
      }
      here = parent;
    }
    return here;
  }
}
