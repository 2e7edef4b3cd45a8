package com.blueplm.runner.worker.run;

import static com.blueplm.runner.worker.run.RunEnvironment.BEGIN;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_STARTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.HoldDecision;
import com.blueplm.runner.contract.PersonsDecision;
import com.blueplm.runner.contract.RunScriptInput;
import com.blueplm.runner.contract.RunScriptInput.Start;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingStatesTest {

  private final RunEnvironment run = new RunEnvironment();

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void aQueuedRunWaitsToBeReleased() {
    run.start(RunScriptInput.triggered(RunEnvironment.SCRIPT, RunEnvironment.RUN, true));
    run.awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 1);
    run.pass(Duration.ofHours(2));
    assertThat(run.journal.requests()).isEmpty();

    run.signals().released();

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(run.journal.requests()).containsExactly("execute 1");
  }

  @Test
  void aHeldRunIsRunAgainWhenAPersonSaysSo() {
    run.execution.thenAnswer(Decision.hold(), Decision.done());
    run.start().awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2);
    run.pass(Duration.ofDays(2));
    assertThat(run.journal.requests()).containsExactly("execute 1");

    run.signals().decided(PersonsDecision.RERUN);

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(run.journal.requests()).containsExactly("execute 1", "execute 2");
  }

  @Test
  void aHeldRunEndsWhenAPersonGivesUp() {
    run.execution.thenAnswer(Decision.hold());
    run.start().awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2);

    run.signals().decided(PersonsDecision.GIVE_UP);

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(run.journal.requests()).containsExactly("execute 1");
  }

  @Test
  void eachHoldNeedsItsOwnDecision() {
    run.execution.thenAnswer(Decision.hold(), Decision.hold(), Decision.done());
    run.start().awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2);
    run.signals().decided(PersonsDecision.RERUN);
    run.awaitEvents(EVENT_TYPE_ACTIVITY_TASK_COMPLETED, 2)
        .awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 4);
    run.pass(Duration.ofHours(1));
    assertThat(run.journal.requests()).containsExactly("execute 1", "execute 2");

    run.signals().decided(PersonsDecision.RERUN);

    run.end();
    assertThat(run.journal.requests()).containsExactly("execute 1", "execute 2", "execute 3");
  }

  @Test
  void aDecisionNamesItsHold() {
    run.execution.thenAnswer(Decision.hold(), Decision.done());
    run.start().awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2);

    run.signals().holdDecided(new HoldDecision(2, PersonsDecision.RERUN));

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(run.journal.requests()).containsExactly("execute 1", "execute 2");
  }

  @Test
  void aHoldIsGivenUpByName() {
    run.execution.thenAnswer(Decision.hold());
    run.start().awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2);

    run.signals().holdDecided(new HoldDecision(2, PersonsDecision.GIVE_UP));

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(run.journal.requests()).containsExactly("execute 1");
  }

  @Test
  void aRepeatedDecisionIsNotTakenForTheNextHolds() {
    run.execution.thenAnswer(Decision.hold(), Decision.hold(), Decision.done());
    run.start().awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2);
    HoldDecision first = new HoldDecision(2, PersonsDecision.RERUN);
    run.signals().holdDecided(first);
    run.signals().holdDecided(first);
    run.awaitEvents(EVENT_TYPE_ACTIVITY_TASK_COMPLETED, 2);
    run.signals().holdDecided(first);
    run.pass(Duration.ofHours(1));
    assertThat(run.journal.requests()).containsExactly("execute 1", "execute 2");

    run.signals().holdDecided(new HoldDecision(3, PersonsDecision.RERUN));

    run.end();
    assertThat(run.journal.requests()).containsExactly("execute 1", "execute 2", "execute 3");
  }

  @Test
  void decisionsForOtherAttemptsAreIgnored() {
    run.execution.thenAnswer(Decision.hold(), Decision.done());
    run.start().awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2);
    for (int attempt : List.of(0, 1, 4, 5, 6, Integer.MAX_VALUE)) {
      run.signals().holdDecided(new HoldDecision(attempt, PersonsDecision.GIVE_UP));
    }
    run.pass(Duration.ofHours(1));
    assertThat(run.journal.requests()).containsExactly("execute 1");

    run.signals().holdDecided(new HoldDecision(2, PersonsDecision.RERUN));

    run.end();
    assertThat(run.journal.requests()).containsExactly("execute 1", "execute 2");
  }

  @Test
  void aReleaseDoesNotShortenTheWaitForARetry() {
    run.execution.thenAnswer(Decision.retry(Duration.ofHours(1)), Decision.done());
    run.start().awaitEvents(EVENT_TYPE_TIMER_STARTED, 1);

    run.signals().released();

    run.end();
    assertThat(run.journal.requests()).containsExactly("execute 1", "execute 2");
    assertThat(run.journal.between(0, 1)).isGreaterThanOrEqualTo(Duration.ofHours(1));
  }

  @Test
  void signalsThatComeBeforeTheyAreAwaitedCount() {
    run.execution.thenStayOpen();
    run.start(1, Start.QUEUED, null);
    run.signals().released();
    byte[] call = run.awaitOpenCall();
    run.signals().decided(PersonsDecision.RERUN);
    run.completion().complete(call, Decision.hold());

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(run.journal.requests()).containsExactly("execute 1", "execute 2");
  }

  @Test
  void aRebuiltRunGoesOnWithItsNumberAndItsWait() {
    run.start(4, Start.GO, BEGIN.plus(Duration.ofMinutes(10)));

    run.end();
    assertThat(run.journal.requests()).containsExactly("execute 4");
    assertThat(run.journal.at(0)).isBetween(BEGIN.plusSeconds(600), BEGIN.plusSeconds(605));
  }

  @Test
  void aWaitThatIsOverDelaysNothing() {
    run.start(2, Start.GO, BEGIN.minusSeconds(60));

    run.end();
    assertThat(run.journal.requests()).containsExactly("execute 2");
    assertThat(run.journal.at(0)).isBefore(BEGIN.plusSeconds(5));
  }

  @Test
  void aRebuiltHeldRunWaitsForThePerson() {
    run.start(3, Start.HELD, null).awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 1);
    run.pass(Duration.ofHours(1));
    assertThat(run.journal.requests()).isEmpty();

    run.signals().decided(PersonsDecision.RERUN);

    run.end();
    assertThat(run.journal.requests()).containsExactly("execute 3");
  }

  @Test
  void aRebuiltHeldRunMayBeGivenUp() {
    run.start(3, Start.HELD, null);
    run.signals().decided(PersonsDecision.GIVE_UP);

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(run.journal.requests()).isEmpty();
  }
}
