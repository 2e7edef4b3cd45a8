package com.blueplm.runner.worker;

import com.blueplm.runner.contract.IsolationLevel;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the operator sets.
 *
 * @param apiUrl base URL of api-app
 * @param workerKeyFile file with the shared worker key
 * @param home directory of this worker's own, for workspaces and spools
 * @param python interpreter of the base environment
 * @param minimumIsolation below this level the worker runs nothing
 * @param maximumIsolation levels above this one are not tried
 * @param drainTime how long running scripts may go on after SIGTERM
 * @param drainLimit how long at most scripts that must not be repeated unasked ({@code
 *     on_worker_loss} hold or fail) may go on after SIGTERM; null to wait until their timeout
 * @param maxConcurrentRuns how many scripts run at once
 * @param outageGrace how long scripts go on while neither Temporal nor api-app is reached
 * @param cgroupRoot directories below which the worker may make control groups: one of version 2,
 *     or one per controller of version 1; empty to look for them in its own group
 */
@Validated
@ConfigurationProperties("runner")
public record WorkerProperties(
    @NotNull URI apiUrl,
    @NotNull Path workerKeyFile,
    @NotNull Path home,
    @NotNull Path python,
    @DefaultValue("bubblewrap") IsolationLevel minimumIsolation,
    @DefaultValue("container") IsolationLevel maximumIsolation,
    @DefaultValue("10s") Duration drainTime,
    @Nullable Duration drainLimit,
    @DefaultValue("16") @Min(1) @Max(1000) int maxConcurrentRuns,
    @DefaultValue("60s") Duration outageGrace,
    @DefaultValue List<Path> cgroupRoot) {}
