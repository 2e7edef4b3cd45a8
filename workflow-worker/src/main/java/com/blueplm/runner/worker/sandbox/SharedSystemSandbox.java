package com.blueplm.runner.worker.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A level whose commands see the machine's own paths and processes. */
abstract class SharedSystemSandbox implements Sandbox {

  private final ProcessSpawner spawner;
  protected final PythonInterpreter python;
  private final ResourceControl control;

  SharedSystemSandbox(ProcessSpawner spawner, PythonInterpreter python, ResourceControl control) {
    this.spawner = spawner;
    this.python = python;
    this.control = control;
  }

  @Override
  public final boolean leadsThroughProxy() {
    return hasInit();
  }

  @Override
  public final String seen(Mount mount) {
    return mount.source().toString();
  }

  @Override
  public final String python() {
    return python.executable().toString();
  }

  @Override
  public final String temporaryDirectory(Path workspace) {
    return workspace.resolve("tmp").toString();
  }

  @Override
  public final SandboxProcess start(SandboxJob job) throws IOException {
    Path temporary = Files.createDirectories(Path.of(temporaryDirectory(job.workspace())));
    for (Mount mount : job.mounts()) {
      if (mount.kind() == Mount.Kind.SCRATCH) {
        Files.createDirectories(mount.source());
      }
    }
    Map<String, String> environment = new HashMap<>(job.environment());
    environment.put(JobMarker.VARIABLE, temporary.toString());
    Path status = job.workspace().resolve("status.json");
    JobMarker marker = new JobMarker(job.workspace());
    return Launch.start(
        control,
        job,
        resources -> {
          Wrapper wrapper = new Wrapper().join(resources.joinFiles());
          if (hasInit()) {
            wrapper.write(InitCommand.STATUS, status);
          }
          List<String> command = wrapper.around(command(job, resources));
          return spawner.spawn(command, environment, temporary);
        },
        (process, resources) ->
            hasInit()
                ? new SubreaperTree(process, resources, status, marker)
                : new ProcessTree(process, resources, status, marker));
  }

  /** Whether script-init is the head of each tree. */
  abstract boolean hasInit();

  /** The job's command, with script-init before it where there is one. */
  abstract List<String> command(SandboxJob job, JobResources resources) throws IOException;

  /** What each script-init of these levels is told. */
  static InitCommand initOf(NativeTools tools, SandboxJob job, JobResources resources) {
    InitCommand init =
        new InitCommand(tools.scriptInit().toString()).with("--subreaper").files(job.limits());
    resources.addressSpaceBytes().ifPresent(init::memory);
    return job.network() instanceof SandboxNetwork.Proxied proxied
        ? init.proxy(proxied.socket())
        : init;
  }
}
