package com.blueplm.runner.api.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageWordsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Outage TEMPORAL =
      new Outage(
          "temporal",
          Instant.parse("2026-11-24T10:02:11.700Z"),
          Instant.parse("2026-11-24T10:05:40Z"));

  @Test
  void namesThePartAndTheTimes() {
    assertThat(OutageWords.of(List.of(), NOON)).isNull();
    assertThat(OutageWords.of(List.of(TEMPORAL), NOON))
        .isEqualTo("Temporal was away from 10:02:11 to 10:05:40 UTC");
    assertThat(OutageWords.of(List.of(new Outage("script_runner", NOON, null)), NOON))
        .isEqualTo("Script Runner has been away since 12:00:00 UTC");
  }

  @Test
  void severalAreJoinedAndManyAreCounted() {
    Outage workers = new Outage("workers", NOON, NOON.plusSeconds(60));

    assertThat(OutageWords.of(List.of(workers, TEMPORAL), NOON))
        .isEqualTo(
            "All workers were away from 12:00:00 to 12:01:00 UTC, and Temporal was away from"
                + " 10:02:11 to 10:05:40 UTC");
    assertThat(OutageWords.of(List.of(workers, workers, workers, TEMPORAL, TEMPORAL), NOON))
        .endsWith("12:01:00 UTC, and 2 more outages");
  }

  @Test
  void datesAreGivenWhenItWasNotThatDay() {
    Instant nextDay = NOON.plusSeconds(86_400);

    assertThat(OutageWords.of(List.of(TEMPORAL), nextDay))
        .isEqualTo("Temporal was away from 2026-11-24 10:02:11 to 2026-11-24 10:05:40 UTC");
    assertThat(OutageWords.of(List.of(new Outage("temporal", NOON, nextDay)), NOON))
        .isEqualTo("Temporal was away from 2026-11-24 12:00:00 to 2026-11-25 12:00:00 UTC");
  }
}
