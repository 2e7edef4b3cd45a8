package com.blueplm.runner.worker.sandbox.container;

import com.blueplm.runner.worker.sandbox.SandboxJob;
import com.github.dockerjava.api.model.HostConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the engine is asked to create for a job. The job's environment is no part of it, because
 * whoever may inspect a container could read its secrets there.
 *
 * @param image the image's name
 * @param user {@code uid:gid}
 * @param entrypoint process 1
 * @param arguments of process 1, ending in the job's command
 * @param labels by which a later worker finds the container
 * @param host limits, mounts and namespaces
 */
record ContainerPlan(
    String image,
    String user,
    String entrypoint,
    List<String> arguments,
    Map<String, String> labels,
    HostConfig host) {

  /** Where the command starts; the only place beside its scratch directories that it can write. */
  static final String TEMPORARY = "/tmp";

  /**
   * The plan for a job.
   *
   * @param control the socket on which the worker speaks with process 1
   */
  static ContainerPlan of(SandboxJob job, Path control, ContainerSettings settings) {
    return new ContainerPlan(
        settings.image(),
        settings.user(),
        InitArguments.PROGRAM,
        InitArguments.of(job, settings.filter().isPresent()),
        Map.of(ContainerLabels.OWNER, settings.owner(), ContainerLabels.JOB, job.key()),
        ContainerHost.of(job, control, settings.filter()));
  }
}
