package com.blueplm.runner.api.temporal;

import com.blueplm.runner.api.status.ReadinessPart;
import org.springframework.stereotype.Component;

/** Whether this process polls the ledger queue. */
@Component
class LedgerWorkerReadiness implements ReadinessPart {
  private final LedgerWorker worker;

  LedgerWorkerReadiness(LedgerWorker worker) {
    this.worker = worker;
  }

  @Override
  public String name() {
    return "ledger_worker";
  }

  @Override
  public String state() {
    return worker.isPolling() ? "ok" : "down";
  }
}
