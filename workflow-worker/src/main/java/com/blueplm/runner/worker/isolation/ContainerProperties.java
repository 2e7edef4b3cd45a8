package com.blueplm.runner.worker.isolation;

import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The engine that runs scripts in containers.
 *
 * @param socket of Docker or Podman, such as {@code unix:///var/run/docker.sock}; without it no
 *     containers are used. Whoever may use the socket is root on that machine
 * @param image the scripts' file system; it is on the engine already, as nothing is ever pulled
 */
@Validated
@ConfigurationProperties("runner.container")
record ContainerProperties(
    @Nullable URI socket, @DefaultValue("blueplm/script-runner:python") @NotBlank String image) {}
