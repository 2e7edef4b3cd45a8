package com.blueplm.runner.worker.execution;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs scripts as plain processes with limits where the machine has them. No protection against a
 * hostile script.
 */
public final class ProcessScriptExecutor implements ScriptExecutor {

  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  private final ProcessSpawner spawner;
  private final PythonInterpreter python;
  private final Clock clock;

  public ProcessScriptExecutor(ProcessSpawner spawner, PythonInterpreter python, Clock clock) {
    this.spawner = spawner;
    this.python = python;
    this.clock = clock;
  }

  @Override
  public IsolationLevel level() {
    return IsolationLevel.PROCESS;
  }

  @Override
  public ScriptProcess start(ExecutionOrder order, Workspace workspace) throws IOException {
    Path temporary = Files.createDirectory(workspace.temporaryDirectory());
    Path artifacts = Files.createDirectory(workspace.artifactsDirectory());
    Map<String, String> environment =
        ScriptEnvironment.of(
            order,
            new ScriptEnvironment.Places(
                String.valueOf(python.executable().getParent()),
                temporary.toString(),
                artifacts.toString(),
                workspace.runtimeDirectory().toString()),
            clock);
    Process process = spawner.spawn(command(order, workspace), environment, temporary);
    return new ProcessTree(process, new RunMarker(order.runId(), order.attempt()));
  }

  private List<String> command(ExecutionOrder order, Workspace workspace) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(PRLIMIT)) {
      // No limit on processes: it would count all of this user's, the worker's threads included.
      command.add(PRLIMIT.toString());
      command.addAll(ResourceLimits.arguments(order.limits()));
      command.add("--");
    }
    if (Files.isExecutable(SETPRIV)) {
      command.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "KILL", "--"));
    }
    command.addAll(List.of(python.executable().toString(), "-I", "-u", "-X", "utf8"));
    command.add(workspace.codeDirectory().resolve(order.fileName()).toString());
    return command;
  }
}
