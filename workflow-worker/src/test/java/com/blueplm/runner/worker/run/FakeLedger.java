package com.blueplm.runner.worker.run;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.RunLedger;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A ledger that answers what the test tells it: {@code GO} and {@code DONE} when told nothing. */
final class FakeLedger implements RunLedger {

  private final Journal journal;
  private final Queue<OpenAnswer> opens = new ConcurrentLinkedQueue<>();
  private final Queue<Decision> closes = new ConcurrentLinkedQueue<>();
  private final Queue<OpenRequest> opened = new ConcurrentLinkedQueue<>();
  private final AtomicInteger failures = new AtomicInteger();

  FakeLedger(Journal journal) {
    this.journal = journal;
  }

  @Override
  public OpenAnswer open(OpenRequest request) {
    journal.add("open", Activity.getExecutionContext().getInfo());
    failWhenTold();
    opened.add(request);
    OpenAnswer answer = opens.poll();
    return answer == null ? OpenAnswer.GO : answer;
  }

  @Override
  public Decision close(CloseRequest request) {
    journal.add(
        "close " + request.attempt() + " " + request.cause(),
        Activity.getExecutionContext().getInfo());
    failWhenTold();
    Decision answer = closes.poll();
    return answer == null ? Decision.done() : answer;
  }

  FakeLedger thenOpen(OpenAnswer answer) {
    opens.add(answer);
    return this;
  }

  FakeLedger thenClose(Decision... decisions) {
    closes.addAll(List.of(decisions));
    return this;
  }

  /** The next calls fail, as they do while api-app or its database is down. */
  FakeLedger failNext(int calls) {
    failures.set(calls);
    return this;
  }

  Queue<OpenRequest> opened() {
    return opened;
  }

  private void failWhenTold() {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw ApplicationFailure.newFailure("the ledger is down", "TEST");
    }
  }
}
