package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.worker.WorkerHome;
import com.blueplm.runner.worker.dependencies.Environments;
import com.blueplm.runner.worker.egress.EgressProxy;
import com.blueplm.runner.worker.execution.ScriptExecutor;
import com.blueplm.runner.worker.gateway.GatewayClient;
import java.time.Clock;

/** What each attempt works with. */
record AttemptTools(
    GatewayClient gateway,
    ScriptExecutor executor,
    Environments environments,
    EgressProxy egress,
    LiveAttempts attempts,
    WorkerHome home,
    Clock clock) {}
