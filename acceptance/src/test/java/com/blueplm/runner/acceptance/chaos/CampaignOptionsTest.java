package com.blueplm.runner.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CampaignOptionsTest {
  @Test
  void triggersGrowWithTheTimeUnlessTheyAreGiven() {
    CampaignOptions options = parse("--minutes 20 --seed=9");

    assertThat(options.time()).isEqualTo(Duration.ofMinutes(20));
    assertThat(options.seed()).isEqualTo(9);
    assertThat(options.runs()).isEqualTo(2400);
    assertThat(options.workers()).isEqualTo(2);
    assertThat(options.faults()).isTrue();
    assertThat(parse("--runs 7 --workers 3").runs()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--minutes", "--minutes x", "--minutes 0", "--workers 9", "--what"})
  void wrongUseIsToldWithTheUsage(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(line))
        .withMessageContaining("Usage: ./chaos");
  }

  private static CampaignOptions parse(String line) {
    return CampaignOptions.parse(List.of(line.split(" ")));
  }
}
