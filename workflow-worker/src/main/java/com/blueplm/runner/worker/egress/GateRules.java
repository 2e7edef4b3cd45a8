package com.blueplm.runner.worker.egress;

import java.net.http.HttpClient;
import java.util.function.BooleanSupplier;

/** What the connections of one run go by. */
record GateRules(
    EgressRules rules,
    PlmRoute plm,
    HttpClient plmClient,
    ConnectionRecorder recorder,
    EgressLimits limits,
    BooleanSupplier mayForward) {}
