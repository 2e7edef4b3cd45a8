package com.blueplm.runner.contract;

import static com.blueplm.runner.contract.RunStatus.CANCELLED;
import static com.blueplm.runner.contract.RunStatus.CANCELLING;
import static com.blueplm.runner.contract.RunStatus.ERROR;
import static com.blueplm.runner.contract.RunStatus.LOST;
import static com.blueplm.runner.contract.RunStatus.MISSED;
import static com.blueplm.runner.contract.RunStatus.NEEDS_DECISION;
import static com.blueplm.runner.contract.RunStatus.PENDING;
import static com.blueplm.runner.contract.RunStatus.QUEUED;
import static com.blueplm.runner.contract.RunStatus.RUNNING;
import static com.blueplm.runner.contract.RunStatus.SKIPPED;
import static com.blueplm.runner.contract.RunStatus.SUCCESS;
import static com.blueplm.runner.contract.RunStatus.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunStatusTest {

  /** All moves of design §5; a state that is missing here has none. */
  private static final Map<RunStatus, Set<RunStatus>> MOVES =
      Map.of(
          PENDING, Set.of(QUEUED, RUNNING, SKIPPED, MISSED, CANCELLED, LOST),
          QUEUED, Set.of(PENDING, SKIPPED, CANCELLED),
          RUNNING,
              Set.of(SUCCESS, ERROR, TIMEOUT, LOST, CANCELLING, CANCELLED, PENDING, NEEDS_DECISION),
          CANCELLING, Set.of(CANCELLED, SUCCESS, ERROR, TIMEOUT, LOST),
          NEEDS_DECISION, Set.of(PENDING, LOST, CANCELLED));

  private static final Set<RunStatus> TERMINAL =
      Set.of(SUCCESS, ERROR, TIMEOUT, CANCELLED, LOST, SKIPPED, MISSED);

  @ParameterizedTest
  @EnumSource
  void movesAreThoseOfTheDesign(RunStatus from) {
    Set<RunStatus> targets =
        Arrays.stream(RunStatus.values()).filter(from::canMoveTo).collect(Collectors.toSet());

    assertThat(targets).isEqualTo(MOVES.getOrDefault(from, Set.of()));
  }

  @ParameterizedTest
  @EnumSource
  void terminalStatesAreThoseOfTheDesign(RunStatus status) {
    assertThat(status.isTerminal()).isEqualTo(TERMINAL.contains(status));
  }
}
