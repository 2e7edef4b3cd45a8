package com.blueplm.runner.api.worker;

import com.blueplm.runner.contract.IsolationLevel;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A worker as people see it.
 *
 * @param id made when its process started
 * @param name host name and process id
 * @param version its version
 * @param isolationLevel how it keeps scripts apart
 * @param probes each probe of its self-test and the result
 * @param maxConcurrentRuns how many scripts it runs at once
 * @param running how many it holds
 * @param draining whether it takes no new work
 * @param alive whether it was heard of within five seconds
 * @param firstSeenAt when it was first heard of
 * @param lastSeenAt when it was last heard of
 */
record WorkerView(
    UUID id,
    String name,
    String version,
    IsolationLevel isolationLevel,
    Map<String, String> probes,
    int maxConcurrentRuns,
    int running,
    boolean draining,
    boolean alive,
    Instant firstSeenAt,
    Instant lastSeenAt) {}
