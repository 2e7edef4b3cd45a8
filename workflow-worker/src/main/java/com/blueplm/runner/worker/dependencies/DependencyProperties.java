package com.blueplm.runner.worker.dependencies;

import jakarta.validation.Valid;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What the operator sets about the packages that scripts ask for.
 *
 * @param uv the program uv; without it scripts with dependencies are refused
 * @param packageIndex the package index; null means uv's own
 * @param dependencies how packages are installed
 */
@Validated
@ConfigurationProperties("runner")
public record DependencyProperties(
    @Nullable Path uv,
    @Nullable URI packageIndex,
    @Valid @DefaultValue InstallProperties dependencies) {

  /** Refuses an index that uv could not ask. */
  public DependencyProperties {
    if (packageIndex != null
        && (packageIndex.getHost() == null
            || packageIndex.getScheme() == null
            || !packageIndex.getScheme().matches("https?"))) {
      // The value itself may hold a password.
      throw new IllegalArgumentException(
          "runner.package-index is no http or https address with a host: give the address of a"
              + " simple package index");
    }
  }

  /** Without the index's address, which may hold a password. */
  @Override
  public String toString() {
    return "DependencyProperties[uv=" + uv + ", dependencies=" + dependencies + "]";
  }

  /**
   * How packages are installed.
   *
   * @param allowBuilds whether packages without a wheel are built, which runs their code in the
   *     sandbox of the installation
   * @param installTimeout how long an installation may take
   * @param cacheSize how much disk the environments may use together, and the largest one
   * @param extraHosts further hosts that an installation may reach, where the index names them
   */
  public record InstallProperties(
      @DefaultValue("false") boolean allowBuilds,
      @DefaultValue("120s") Duration installTimeout,
      @DefaultValue("2GB") DataSize cacheSize,
      @DefaultValue List<String> extraHosts) {}
}
