package com.blueplm.runner.worker.sandbox;

import com.blueplm.runner.contract.IsolationLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs commands as plain processes with limits where the machine has them. No protection against a
 * hostile command: the network is the machine's, and the proxy is only offered.
 */
public final class ProcessSandbox implements Sandbox {

  private final ProcessSpawner spawner;
  private final PythonInterpreter python;
  private final Optional<NativeTools> tools;
  private final ResourceControl control;

  /**
   * A sandbox with a base environment.
   *
   * @param tools empty where there are none, as on macOS: then a process that leaves its parents
   *     behind is found by its environment only
   */
  public ProcessSandbox(
      ProcessSpawner spawner,
      PythonInterpreter python,
      Optional<NativeTools> tools,
      ResourceControl control) {
    this.spawner = spawner;
    this.python = python;
    this.tools = tools;
    this.control = control;
  }

  @Override
  public IsolationLevel level() {
    return IsolationLevel.PROCESS;
  }

  @Override
  public boolean leadsThroughProxy() {
    return tools.isPresent();
  }

  @Override
  public String seen(Mount mount) {
    return mount.source().toString();
  }

  @Override
  public String python() {
    return python.executable().toString();
  }

  @Override
  public String temporaryDirectory(Path workspace) {
    return workspace.resolve("tmp").toString();
  }

  @Override
  public SandboxProcess start(SandboxJob job) throws IOException {
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
          List<String> command =
              tools.isPresent()
                  ? wrapper
                      .write(InitCommand.STATUS, status)
                      .around(command(tools.get(), job, resources))
                  : wrapper.around(job.command());
          return spawner.spawn(command, environment, temporary);
        },
        (process, resources) ->
            tools.isPresent()
                ? new SubreaperTree(process, resources, status, marker)
                : new ProcessTree(process, resources, status, marker));
  }

  private static List<String> command(NativeTools tools, SandboxJob job, JobResources resources) {
    // No limit on processes: it would count all of this user's, the worker's threads included.
    InitCommand init =
        new InitCommand(tools.scriptInit().toString()).with("--subreaper").files(job.limits());
    resources.addressSpaceBytes().ifPresent(init::memory);
    if (job.network() instanceof SandboxNetwork.Proxied proxied) {
      init.proxy(proxied.socket());
    }
    return init.before(job.command());
  }
}
