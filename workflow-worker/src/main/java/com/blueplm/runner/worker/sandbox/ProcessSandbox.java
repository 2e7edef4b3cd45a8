package com.blueplm.runner.worker.sandbox;

import com.blueplm.runner.contract.IsolationLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs commands as plain processes with limits where the machine has them. No protection against a
 * hostile command, and the network is the machine's.
 */
public final class ProcessSandbox implements Sandbox {

  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  private final ProcessSpawner spawner;
  private final PythonInterpreter python;
  private final ResourceControl control;

  public ProcessSandbox(ProcessSpawner spawner, PythonInterpreter python, ResourceControl control) {
    this.spawner = spawner;
    this.python = python;
    this.control = control;
  }

  @Override
  public IsolationLevel level() {
    return IsolationLevel.PROCESS;
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
    return Launch.start(
        control,
        job,
        resources ->
            spawner.spawn(
                new Wrapper().join(resources.joinFiles()).around(command(job, resources)),
                environment,
                temporary),
        (process, resources) ->
            new ProcessTree(process, resources, new JobMarker(job.workspace())));
  }

  private static List<String> command(SandboxJob job, JobResources resources) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(PRLIMIT)) {
      // No limit on processes: it would count all of this user's, the worker's threads included.
      command.add(PRLIMIT.toString());
      command.addAll(ResourceLimits.arguments(job.limits(), resources));
      command.add("--");
    }
    if (Files.isExecutable(SETPRIV)) {
      command.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "KILL", "--"));
    }
    command.addAll(job.command());
    return command;
  }
}
