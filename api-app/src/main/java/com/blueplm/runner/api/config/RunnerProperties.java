package com.blueplm.runner.api.config;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of api-app.
 *
 * @param publicUrl the address under which people and scripts reach this server
 * @param temporalUiUrl the address of Temporal's web UI; null hides the links to it
 * @param adminTokenFile a file with the first admin's bearer token
 * @param workerKeyFile a file with the key that workers present
 * @param masterKeyFile a file with the base64 of the 32-byte master key of all secrets
 * @param staticLocation where the built web UI lies; null means inside the jar
 */
@Validated
@ConfigurationProperties("runner")
public record RunnerProperties(
    @NotNull URI publicUrl,
    @Nullable URI temporalUiUrl,
    @NotNull Path adminTokenFile,
    @NotNull Path workerKeyFile,
    @NotNull Path masterKeyFile,
    @Nullable String staticLocation) {}
