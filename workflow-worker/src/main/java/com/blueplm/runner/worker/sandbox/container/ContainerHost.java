package com.blueplm.runner.worker.sandbox.container;

import com.blueplm.runner.worker.sandbox.SandboxJob;
import com.blueplm.runner.worker.sandbox.SandboxLimits;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Limits, mounts and namespaces of a container. */
final class ContainerHost {

  private static final long MIB = 1024 * 1024;
  private static final long SHARED_MEMORY = 16 * MIB;
  private static final long NANOS_PER_PERCENT = 10_000_000;

  /** Of process 1, which serves up to 256 connections of the proxy; commands get fewer. */
  private static final long OPEN_FILES = 1024;

  private ContainerHost() {}

  static HostConfig of(SandboxJob job, Path control, Optional<Path> filter) {
    SandboxLimits limits = job.limits();
    long memory = limits.memoryMb() * MIB;
    // Never auto-remove: an old Podman then loses exit codes and output.
    return HostConfig.newHostConfig()
        .withNetworkMode(job.network() instanceof SandboxNetwork.Host ? "host" : "none")
        .withReadonlyRootfs(true)
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges:true"))
        .withPrivileged(false)
        .withAutoRemove(false)
        .withRestartPolicy(RestartPolicy.noRestart())
        .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
        .withIpcMode("private")
        .withCgroupnsMode("private")
        .withMemory(memory)
        .withMemorySwap(memory)
        .withNanoCPUs(limits.cpuPercent() * NANOS_PER_PERCENT)
        // Process 1 counts too.
        .withPidsLimit(limits.processes() + 1L)
        .withUlimits(
            List.of(new Ulimit("nofile", OPEN_FILES, OPEN_FILES), new Ulimit("core", 0L, 0L)))
        .withShmSize(SHARED_MEMORY)
        .withTmpFs(scratch(job))
        .withMounts(mounts(job, control, filter));
  }

  private static Map<String, String> scratch(SandboxJob job) {
    String options = "rw,nosuid,nodev,exec,mode=1777,size=%d".formatted(job.limits().tmpMb() * MIB);
    Map<String, String> scratch = new LinkedHashMap<>();
    scratch.put(ContainerPlan.TEMPORARY, options);
    for (var mount : job.mounts()) {
      if (mount.kind() == com.blueplm.runner.worker.sandbox.Mount.Kind.SCRATCH) {
        scratch.put(mount.target(), options);
      }
    }
    return scratch;
  }

  private static List<Mount> mounts(SandboxJob job, Path control, Optional<Path> filter) {
    List<Mount> mounts = new ArrayList<>();
    mounts.add(bind(control, InitArguments.CONTROL, false));
    filter.ifPresent(file -> mounts.add(bind(file, InitArguments.FILTER, true)));
    if (job.network() instanceof SandboxNetwork.Proxied proxied) {
      mounts.add(bind(proxied.socket(), InitArguments.EGRESS, false));
    }
    for (var mount : job.mounts()) {
      switch (mount.kind()) {
        case READ_ONLY -> mounts.add(bind(mount.source(), mount.target(), true));
        case WRITABLE -> mounts.add(bind(mount.source(), mount.target(), false));
        case SCRATCH -> {}
      }
    }
    return mounts;
  }

  /** A mount and not a bind string: a missing source is an error then and is not made by root. */
  private static Mount bind(Path source, String target, boolean readOnly) {
    return new Mount()
        .withType(MountType.BIND)
        .withSource(source.toAbsolutePath().toString())
        .withTarget(target)
        .withReadOnly(readOnly);
  }
}
