package com.blueplm.runner.worker.run;

import static com.blueplm.runner.worker.run.RunEnvironment.VANISHED_WORKER;
import static com.blueplm.runner.worker.run.RunEnvironment.WORKER;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_STARTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttemptsTest {

  private final RunEnvironment run = new RunEnvironment();

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void aNormalRunIsOneActivity() {
    run.start();

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(run.journal.requests()).containsExactly("execute 1");
    assertThat(run.events(EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)).hasSize(1);
  }

  @Test
  void retriesWaitAsLongAsTheLedgerSays() {
    run.execution.thenAnswer(
        Decision.retry(Duration.ofSeconds(30)),
        Decision.retry(Duration.ofHours(1)),
        Decision.done());
    run.start();

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(run.journal.requests()).containsExactly("execute 1", "execute 2", "execute 3");
    assertThat(run.journal.between(0, 1)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(35));
    assertThat(run.journal.between(1, 2))
        .isBetween(Duration.ofHours(1), Duration.ofHours(1).plusSeconds(5));
  }

  @Test
  void tenAttemptsWaitAsLongAsTheirCappedBackoff() {
    RetryPolicy policy =
        new RetryPolicy(10, Duration.ofSeconds(30), 2, Duration.ofMinutes(10), Set.of(), Set.of());
    List<Duration> waits = IntStream.rangeClosed(1, 9).mapToObj(policy::waitAfter).toList();
    waits.forEach(wait -> run.execution.thenAnswer(Decision.retry(wait)));
    run.start();

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(run.journal.requests())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 10).mapToObj(n -> "execute " + n).toList());
    assertThat(waits.getFirst()).isEqualTo(Duration.ofSeconds(30));
    assertThat(waits.getLast()).isEqualTo(Duration.ofSeconds(600));
    for (int n = 0; n < waits.size(); n++) {
      assertThat(run.journal.between(n, n + 1))
          .isBetween(waits.get(n), waits.get(n).plusSeconds(5));
    }
  }

  @Test
  void aRetryWithoutWaitStartsNoTimer() {
    run.execution.thenAnswer(Decision.retry(Duration.ZERO), Decision.done());
    run.start();

    run.end();
    assertThat(run.journal.requests()).containsExactly("execute 1", "execute 2");
    assertThat(run.events(EVENT_TYPE_TIMER_STARTED)).isEmpty();
  }

  @Test
  void aSilentWorkerIsReportedToTheLedger() {
    run.execution.thenStayOpen();
    run.ledger.thenClose(Decision.retry(Duration.ZERO));
    run.start();

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(run.journal.requests())
        .containsExactly("execute 1", "close 1 WORKER_SUSPECTED", "execute 2");
    assertThat(run.journal.between(0, 1)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(8));
  }

  @Test
  void aFailedActivityIsReportedToTheLedgerAndNotRetriedByTemporal() {
    run.execution.thenFail();
    run.start();

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(run.journal.requests()).containsExactly("execute 1", "close 1 WORKER_SUSPECTED");
  }

  @Test
  void anAttemptThatIsAliveIsAttached() {
    run.execution.thenFail().thenAnswer(Decision.retry(Duration.ZERO));
    run.ledger.thenClose(Decision.reattach(WORKER));
    run.start();

    run.end();
    assertThat(run.journal.requests())
        .containsExactly("execute 1", "close 1 WORKER_SUSPECTED", "attach 1", "execute 2");
  }

  @Test
  void executeItselfMaySayWhoHoldsTheAttempt() {
    run.execution.thenAnswer(Decision.reattach(WORKER), Decision.done());
    run.start();

    run.end();
    assertThat(run.journal.requests()).containsExactly("execute 1", "attach 1");
  }

  @Test
  void aWorkerThatDoesNotAnswerOnItsQueueLeadsBackToTheLedger() {
    run.execution.thenFail();
    run.ledger.thenClose(Decision.reattach(VANISHED_WORKER), Decision.retry(Duration.ZERO));
    run.start();

    run.end();
    assertThat(run.journal.requests())
        .containsExactly(
            "execute 1", "close 1 WORKER_SUSPECTED", "close 1 WORKER_SUSPECTED", "execute 2");
    assertThat(run.journal.between(1, 2)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(6));
  }

  @Test
  void reattachingGoesOnUntilTheLedgerDecides() {
    run.execution.thenFail().thenFail().thenFail();
    run.ledger.thenClose(
        Decision.reattach(WORKER), Decision.reattach(WORKER), Decision.retry(Duration.ZERO));
    run.start();

    run.end();
    assertThat(run.journal.requests())
        .containsExactly(
            "execute 1",
            "close 1 WORKER_SUSPECTED",
            "attach 1",
            "close 1 WORKER_SUSPECTED",
            "attach 1",
            "close 1 WORKER_SUSPECTED",
            "execute 2");
    assertThat(run.journal.between(3, 4)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
  }

  @Test
  void anUnclaimedAttemptIsDispatchedAgainUnderItsNumber() {
    run.execution.thenFail();
    run.ledger.thenClose(Decision.redispatch());
    run.start();

    run.end();
    assertThat(run.journal.requests())
        .containsExactly("execute 1", "close 1 WORKER_SUSPECTED", "execute 1");
  }

  @Test
  void repeatedDispatchesSlowDown() {
    run.execution.thenFail().thenFail().thenFail().thenFail();
    run.ledger.thenClose(
        Decision.redispatch(), Decision.redispatch(), Decision.redispatch(), Decision.done());
    run.start();

    run.end();
    assertThat(run.journal.requests().stream().filter("execute 1"::equals)).hasSize(4);
    assertThat(run.journal.between(0, 2)).isLessThan(Duration.ofSeconds(1));
    assertThat(run.journal.between(2, 4)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
    assertThat(run.journal.between(4, 6)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void theLedgerIsAskedUntilItAnswers() {
    run.execution.thenFail();
    run.ledger.failNext(20).thenClose(Decision.retry(Duration.ZERO));
    run.start();

    run.end();
    assertThat(run.journal.requests().stream().filter("close 1 WORKER_SUSPECTED"::equals))
        .hasSize(21);
    assertThat(run.journal.requests()).endsWith("execute 2");
  }
}
