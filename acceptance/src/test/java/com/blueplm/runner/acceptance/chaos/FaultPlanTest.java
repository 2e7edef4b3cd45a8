package com.blueplm.runner.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final Duration TIME = Duration.ofMinutes(20);

  @Test
  void sameSeedSameFaultsAndLoadOtherSeedOtherOnes() {
    assertThat(FaultPlan.of(7, TIME, 2)).isEqualTo(FaultPlan.of(7, TIME, 2));
    assertThat(FaultPlan.of(7, TIME, 2)).isNotEqualTo(FaultPlan.of(8, TIME, 2));
    assertThat(LoadPlan.of(7, TIME, 900)).isEqualTo(LoadPlan.of(7, TIME, 900)).hasSize(900);
    assertThat(LoadPlan.of(7, TIME, 900)).isNotEqualTo(LoadPlan.of(8, TIME, 900));
  }

  @Test
  void everyKindMeetsEveryTargetThatItIsFor() {
    List<Fault> faults =
        LongStream.range(0, 40)
            .boxed()
            .flatMap(seed -> FaultPlan.of(seed, TIME, 2).stream())
            .toList();

    for (String part : Parts.all(2)) {
      assertThat(faults)
          .filteredOn(fault -> fault.target().equals(part))
          .extracting(Fault::kind)
          .contains(Fault.Kind.KILL, Fault.Kind.STOP, Fault.Kind.RESTART)
          .doesNotContain(Fault.Kind.CUT, Fault.Kind.FREEZE, Fault.Kind.SLOW);
    }
    for (Link link : Link.of(2)) {
      assertThat(faults)
          .filteredOn(fault -> fault.target().equals(link.name()))
          .extracting(Fault::kind)
          .contains(Fault.Kind.CUT, Fault.Kind.FREEZE, Fault.Kind.SLOW)
          .doesNotContain(Fault.Kind.KILL);
    }
    assertThat(faults)
        .filteredOn(fault -> fault.kind().hasLength())
        .allSatisfy(
            fault ->
                assertThat(fault.time()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(15)));
    assertThat(faults).allSatisfy(fault -> assertThat(fault.end()).isLessThanOrEqualTo(TIME));
  }

  @Test
  void nowAndThenTwoAtOnceButNeverOnOneTarget() {
    List<Fault> faults = FaultPlan.of(3, TIME, 2);
    int both = 0;
    for (int i = 1; i < faults.size(); i++) {
      Fault before = faults.get(i - 1);
      if (faults.get(i).at().compareTo(before.end()) <= 0) {
        both++;
        assertThat(faults.get(i).target()).isNotEqualTo(before.target());
      }
    }
    assertThat(both).isPositive();
  }
}
