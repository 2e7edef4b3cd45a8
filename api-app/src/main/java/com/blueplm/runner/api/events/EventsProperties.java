package com.blueplm.runner.api.events;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of event streams.
 *
 * @param keepAlive how long a stream is silent before it sends a comment
 * @param poll how often a stream looks at the database without a signal, for changes that came
 *     through another replica
 */
@Validated
@ConfigurationProperties("runner.events")
record EventsProperties(
    @NotNull @DefaultValue("15s") Duration keepAlive, @NotNull @DefaultValue("1s") Duration poll) {}
