package com.blueplm.runner.api.connection;

import com.blueplm.runner.contract.gateway.ConnectionReport.Outcome;
import com.blueplm.runner.contract.gateway.ConnectionReport.Protocol;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a script, as it is shown.
 *
 * @param attempt the attempt that asked for it
 * @param number counts the attempt's connections from 1
 * @param at when the script asked for it
 * @param protocol what the script asked the proxy for
 * @param host the host that it named
 * @param port the port
 * @param address the address that was used; null when none was
 * @param outcome what became of it
 * @param reason why it was refused or failed; null otherwise
 * @param bytesSent bytes from the script
 * @param bytesReceived bytes to the script
 * @param durationMs how long it was open in milliseconds; null while it is, and when its worker was
 *     lost
 */
record ConnectionView(
    int attempt,
    int number,
    Instant at,
    Protocol protocol,
    String host,
    int port,
    @Nullable String address,
    Outcome outcome,
    @Nullable String reason,
    long bytesSent,
    long bytesReceived,
    @Nullable Long durationMs) {}
