package com.blueplm.runner.api.dependency;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of dependencies.
 *
 * @param saveWait how long a save waits for the lock of its dependencies
 * @param poll how often a waiting save looks at the database, for locks that came through another
 *     replica
 */
@Validated
@ConfigurationProperties("runner.dependencies")
record DependenciesProperties(
    @NotNull @DefaultValue("30s") Duration saveWait,
    @NotNull @DefaultValue("250ms") Duration poll) {}
