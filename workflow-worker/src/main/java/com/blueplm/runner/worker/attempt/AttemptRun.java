package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.contract.gateway.FinishRequest;
import com.blueplm.runner.worker.execution.Workspace;
import com.blueplm.runner.worker.gateway.AttemptSupersededException;
import java.io.IOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt from its order to its delivered end, on a thread of its own. */
final class AttemptRun {

  private static final Logger log = LoggerFactory.getLogger(AttemptRun.class);

  private final AttemptTools tools;
  private final ExecutionOrder order;
  private final LiveAttempt attempt;
  private final RunStages stages;

  AttemptRun(AttemptTools tools, ExecutionOrder order, LiveAttempt attempt, RunStages stages) {
    this.tools = tools;
    this.order = order;
    this.attempt = attempt;
    this.stages = stages;
  }

  void start() {
    Thread.ofVirtual().name("attempt-" + attempt.claim().key()).start(this::run);
  }

  private void run() {
    Workspace workspace = Workspace.of(tools.home().runs(), order);
    try {
      Decision decision = executeAndDeliver(workspace);
      stages.passed("finish");
      end(() -> attempt.decision().complete(decision));
    } catch (AttemptSupersededException e) {
      log.info("Attempt {} was taken over; nothing more is written.", attempt.claim().key());
      end(() -> attempt.decision().completeExceptionally(e));
    } catch (IOException | RuntimeException e) {
      log.error(
          "Attempt {} broke off in the worker; its lease ends and the ledger closes it.",
          attempt.claim().key(),
          e);
      end(() -> attempt.decision().completeExceptionally(e));
    } finally {
      delete(workspace);
      stages.log(attempt.claim());
    }
  }

  private void end(Runnable answer) {
    tools.attempts().remove(attempt);
    answer.run();
  }

  private Decision executeAndDeliver(Workspace workspace) throws IOException {
    Instant startedAt = tools.clock().instant();
    Spool spool = Spool.create(tools.home().spools(), attempt.claim(), startedAt);
    OutputBudget budget =
        new OutputBudget(
            order.limits().outputMb() * 1024L * 1024L, () -> attempt.stop(StopCause.OUTPUT_LIMIT));
    try (Delivery delivery = Delivery.start(tools.gateway(), attempt, spool, budget)) {
      SupervisedScript script = new SupervisedScript(tools, order, attempt, delivery, stages);
      FinishRequest finish = script.run(workspace, startedAt, budget);
      attempt.ended();
      if (attempt.isSuperseded()) {
        spool.delete();
        throw new AttemptSupersededException(attempt.claim().key());
      }
      spool.writeExit(finish);
      return delivery.complete(finish);
    }
  }

  private void delete(Workspace workspace) {
    try {
      workspace.delete();
    } catch (IOException e) {
      log.warn("{} could not be removed; the next start tries again.", workspace.root(), e);
    }
  }
}
