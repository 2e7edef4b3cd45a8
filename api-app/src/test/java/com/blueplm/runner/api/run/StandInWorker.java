package com.blueplm.runner.api.run;

import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.HoldDecision;
import com.blueplm.runner.contract.PersonsDecision;
import com.blueplm.runner.contract.RunLedger;
import com.blueplm.runner.contract.RunLedger.CloseCause;
import com.blueplm.runner.contract.RunLedger.CloseRequest;
import com.blueplm.runner.contract.RunScript;
import com.blueplm.runner.contract.RunScriptInput;
import com.blueplm.runner.contract.RunScriptInput.Start;
import com.blueplm.runner.contract.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.failure.CanceledFailure;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for the workflow of the other app, which this one does not depend on: waits, asks the
 * real ledger and follows its decisions. Attempts are made by {@link Gateway}; the ledger is asked
 * each second what became of them.
 */
final class StandInWorker implements AutoCloseable {
  private final WorkerFactory factory;

  private StandInWorker(WorkerFactory factory) {
    this.factory = factory;
  }

  static StandInWorker start(ApiServer server) {
    WorkerFactory factory = WorkerFactory.newInstance(server.bean(WorkflowClient.class));
    factory.newWorker(TaskQueues.RUNS).registerWorkflowImplementationTypes(StandIn.class);
    factory.start();
    return new StandInWorker(factory);
  }

  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(5, TimeUnit.SECONDS);
  }

  /** The workflow. */
  public static final class StandIn implements RunScript {
    private final Map<Integer, PersonsDecision> decisions = new HashMap<>();
    private final RunLedger ledger =
        Workflow.newActivityStub(
            RunLedger.class,
            ActivityOptions.newBuilder()
                .setTaskQueue(TaskQueues.LEDGER)
                .setStartToCloseTimeout(Duration.ofSeconds(10))
                .build());
    private boolean released;
    private int attempt;

    @Override
    public void run(RunScriptInput input) {
      UUID run = Objects.requireNonNull(input.runId(), "runId");
      attempt = input.attempt();
      try {
        if (input.start() == Start.QUEUED) {
          Workflow.await(() -> released);
        }
        if (input.start() == Start.HELD && awaitPerson() == PersonsDecision.GIVE_UP) {
          return;
        }
        follow(run);
      } catch (CanceledFailure cancelled) {
        Workflow.newDetachedCancellationScope(() -> closeCancelled(run)).run();
      }
      CancellationScope.throwCanceled();
    }

    private void follow(UUID run) {
      Decision decision = Decision.redispatch();
      while (decision.kind() != Decision.Kind.DONE) {
        switch (decision.kind()) {
          case RETRY -> {
            attempt++;
            Workflow.sleep(decision.after());
          }
          case HOLD -> {
            attempt++;
            if (awaitPerson() == PersonsDecision.GIVE_UP) {
              return;
            }
          }
          default -> Workflow.sleep(Duration.ofSeconds(1));
        }
        decision = ledger.close(new CloseRequest(run, attempt, CloseCause.WORKER_SUSPECTED));
      }
    }

    private void closeCancelled(UUID run) {
      Decision decision = ledger.close(new CloseRequest(run, attempt, CloseCause.CANCELLED));
      while (decision.kind() != Decision.Kind.DONE) {
        if (decision.kind() == Decision.Kind.RETRY || decision.kind() == Decision.Kind.HOLD) {
          attempt++;
        } else {
          Workflow.sleep(Duration.ofSeconds(1));
        }
        decision = ledger.close(new CloseRequest(run, attempt, CloseCause.CANCELLED));
      }
    }

    private PersonsDecision awaitPerson() {
      Workflow.await(() -> decisions.containsKey(attempt));
      return decisions.getOrDefault(attempt, PersonsDecision.GIVE_UP);
    }

    @Override
    public void released() {
      released = true;
    }

    @Override
    public void decided(PersonsDecision decision) {
      decisions.put(attempt, decision);
    }

    @Override
    public void holdDecided(HoldDecision decision) {
      decisions.put(decision.attempt(), decision.decision());
    }
  }
}
