package com.blueplm.runner.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.contract.OnWorkerLoss;
import com.blueplm.runner.worker.gateway.Claim;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityNotExistsException;
import java.lang.reflect.Proxy;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a worker that api-app does not reach learns from Temporal. */
class GivenUpAttemptTest {

  private final LiveAttempts attempts = new LiveAttempts();
  private final LiveAttempt live = attempts.add(claim(), OnWorkerLoss.RERUN);
  private final LiveAttempt other = attempts.add(claim(), OnWorkerLoss.RERUN);
  private final Heartbeats known = new Heartbeats(context(null));
  private final Heartbeats unknown =
      new Heartbeats(context(new ActivityNotExistsException(new IllegalStateException("gone"))));

  @Test
  void onlyTheGivenUpAttemptIsStopped() {
    other.waitedForBy(known);
    beat(other, known);
    live.waitedForBy(unknown);
    beat(live, unknown);

    attempts.stopGivenUp();

    assertThat(live.stopRequest()).isCompletedWithValue(StopCause.OUTAGE);
    assertThat(other.stopRequest()).isNotDone();
  }

  @Test
  void theScriptGoesOnUntilThen() {
    live.waitedForBy(unknown);
    beat(live, unknown);

    assertThat(live.isGivenUp()).isTrue();
    assertThat(live.stopRequest()).isNotDone();
  }

  @Test
  void anAttemptThatIsAttachedAgainIsNotGivenUp() {
    live.waitedForBy(unknown);
    beat(live, unknown);
    live.waitedForBy(known);
    beat(live, known);

    attempts.stopGivenUp();

    assertThat(live.stopRequest()).isNotDone();
  }

  @Test
  void theOlderActivitysNewsComeTooLate() {
    live.waitedForBy(unknown);
    live.waitedForBy(known);
    beat(live, unknown);

    assertThat(live.isGivenUp()).isFalse();
  }

  /** As the activity does each second. */
  private static void beat(LiveAttempt live, Heartbeats heartbeats) {
    assertThat(heartbeats.beat()).isEmpty();
    if (heartbeats.hearsThatItEnded()) {
      live.givenUpBy(heartbeats);
    }
  }

  private static Claim claim() {
    return new Claim(UUID.randomUUID(), 1, UUID.randomUUID());
  }

  /** A context whose heartbeats are answered like this; the rest is not asked for. */
  private static ActivityExecutionContext context(@Nullable RuntimeException answer) {
    return (ActivityExecutionContext)
        Proxy.newProxyInstance(
            GivenUpAttemptTest.class.getClassLoader(),
            new Class<?>[] {ActivityExecutionContext.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("heartbeat");
              if (answer != null) {
                throw answer;
              }
              return null;
            });
  }
}
