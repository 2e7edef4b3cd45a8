package com.blueplm.runner.worker.sandbox.cgroup;

import com.blueplm.runner.worker.sandbox.JobResources;
import com.blueplm.runner.worker.sandbox.ResourceControl;
import com.blueplm.runner.worker.sandbox.SandboxJob;
import com.blueplm.runner.worker.sandbox.SandboxLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits and measures this worker's jobs, in the best way that the machine allows: by control
 * groups, else by looking at the processes at short intervals.
 */
public final class MachineResources implements ResourceControl, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MachineResources.class);

  /** The outer process of bubblewrap and the init of its namespace. */
  private static final int SANDBOX_PROCESSES = 2;

  private final Optional<Hierarchy> hierarchy;
  private final Optional<TreeSampler> sampler;
  private final String reason;
  private final OwnGroups groups;
  private final Watcher watcher = new Watcher();

  private MachineResources(
      Optional<Hierarchy> hierarchy,
      Optional<TreeSampler> sampler,
      String reason,
      OwnGroups groups) {
    this.hierarchy = hierarchy;
    this.sampler = sampler;
    this.reason = reason;
    this.groups = groups;
  }

  /**
   * Finds out what this machine allows, by trying.
   *
   * @param roots where groups may be made; empty to look in this process's own group
   * @param home the worker's home, which tells its groups from those of others
   */
  public static MachineResources find(List<Path> roots, Path home) {
    OwnGroups groups = OwnGroups.of(home);
    try {
      CgroupSearch search = CgroupSearch.ofThisProcess();
      CgroupPlace place = roots.isEmpty() ? search.own() : search.configured(roots);
      Hierarchy hierarchy = place.unified() ? V2Hierarchy.prepare(place) : new V1Hierarchy(place);
      groups.tryOut(hierarchy);
      return new MachineResources(Optional.of(hierarchy), Optional.empty(), "", groups);
    } catch (NoCgroupException e) {
      if (!roots.isEmpty()) {
        log.warn("runner.cgroup-root={} is of no use; going on without.", roots, e);
      }
      return sampling(String.valueOf(e.getMessage()), groups);
    }
  }

  /** Without control groups, whatever the machine allows. */
  public static MachineResources withoutGroups(Path home) {
    return sampling("no cgroup is used", OwnGroups.of(home));
  }

  private static MachineResources sampling(String reason, OwnGroups groups) {
    if (!TreeSampler.works()) {
      return new MachineResources(Optional.empty(), Optional.empty(), reason, groups);
    }
    try {
      TreeSampler sampler = TreeSampler.create();
      return new MachineResources(Optional.empty(), Optional.of(sampler), reason, groups);
    } catch (IOException e) {
      log.warn("Processes cannot be looked at; memory is limited per process only.", e);
      return new MachineResources(Optional.empty(), Optional.empty(), reason, groups);
    }
  }

  /** What holds here, in words, by the name of each limit. */
  public Map<String, String> probes() {
    if (hierarchy.isPresent()) {
      String kind = hierarchy.get().words();
      return Map.of(
          "memory limit", "whole tree (" + kind + ")",
          "cpu limit", hierarchy.get().limitsCpu() ? "whole tree (" + kind + ")" : "none",
          "process limit", "whole tree (" + kind + ")");
    }
    String memory =
        sampler.isPresent()
            ? "per process, and the whole tree looked at every %d ms"
                .formatted(Watcher.INTERVAL.toMillis())
            : "per process";
    return Map.of(
        "memory limit", "%s (%s)".formatted(memory, reason),
        "cpu limit", "none (%s)".formatted(reason));
  }

  /**
   * Kills and removes what an earlier worker with the same home left in groups.
   *
   * @throws IOException when the groups cannot be listed
   */
  public void removeLeftovers() throws IOException {
    if (hierarchy.isPresent()) {
      groups.removeAll(hierarchy.get());
    }
  }

  @Override
  public JobResources prepare(SandboxJob job) throws IOException {
    SandboxLimits limits = job.limits();
    if (hierarchy.isPresent()) {
      GroupLimits groupLimits =
          new GroupLimits(
              limits.memoryBytes(), limits.cpuPercent(), limits.processes() + SANDBOX_PROCESSES);
      return new GroupedJob(hierarchy.get().make(groups.name(job.key()), groupLimits), watcher);
    }
    return sampler.isPresent()
        ? new SampledJob(sampler.get(), watcher, limits.memoryBytes())
        : ResourceControl.none().prepare(job);
  }

  @Override
  public void close() {
    watcher.close();
  }
}
