package com.blueplm.runner.worker.execution;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs scripts in namespaces of their own by bubblewrap: no sight of the worker, of files or of
 * other runs, and a tree that dies as a whole.
 */
public final class BubblewrapScriptExecutor implements ScriptExecutor {

  /**
   * Scripts share the host's network until the egress proxy exists: without one an own network
   * namespace would cut them off from the PLM data API.
   */
  static final boolean NETWORK_IS_SHARED = true;

  private static final String CODE = "/run/script";
  private static final String RUNTIME = "/run/runtime";
  private static final String ARTIFACTS = "/run/artifacts";
  private static final String PYTHON = "/run/python";
  private static final String TEMPORARY = "/tmp";
  private static final long MIB = 1024 * 1024;
  private static final long SHARED_MEMORY = 16 * MIB;

  /**
   * Opens what bubblewrap takes as file descriptors, which the JDK cannot pass, then becomes
   * bubblewrap.
   */
  private static final String WITH_FILTER =
      "unset OLDPWD SHLVL; exec 8>\"$1\" 9<\"$2\"; shift 2; exec \"$@\"";

  private static final String WITHOUT_FILTER =
      "unset OLDPWD SHLVL; exec 8>\"$1\"; shift 2; exec \"$@\"";

  private final ProcessSpawner spawner;
  private final PythonInterpreter python;
  private final Optional<Path> filter;
  private final Clock clock;

  /**
   * An executor for an interpreter.
   *
   * @param filter the compiled system call filter; empty where there is none for this processor
   */
  public BubblewrapScriptExecutor(
      ProcessSpawner spawner, PythonInterpreter python, Optional<Path> filter, Clock clock) {
    this.spawner = spawner;
    this.python = python;
    this.filter = filter;
    this.clock = clock;
  }

  @Override
  public IsolationLevel level() {
    return IsolationLevel.BUBBLEWRAP;
  }

  @Override
  public ScriptProcess start(ExecutionOrder order, Workspace workspace) throws IOException {
    String interpreterDirectory =
        python.environment().isPresent() ? PYTHON + "/bin" : python.executable().getParent() + "";
    Map<String, String> environment =
        ScriptEnvironment.of(
            order,
            new ScriptEnvironment.Places(interpreterDirectory, TEMPORARY, ARTIFACTS, RUNTIME),
            clock);
    Process process = spawner.spawn(command(order, workspace), environment, workspace.root());
    return new BubblewrapTree(process, workspace.sandboxInfo());
  }

  private List<String> command(ExecutionOrder order, Workspace workspace) {
    List<String> command = new ArrayList<>();
    add(command, "/bin/sh", "-c", filter.isPresent() ? WITH_FILTER : WITHOUT_FILTER, "sh");
    add(command, workspace.sandboxInfo(), filter.map(Path::toString).orElse(""), "bwrap");
    add(command, "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts");
    add(command, "--unshare-cgroup-try");
    if (!NETWORK_IS_SHARED) {
      add(command, "--unshare-net");
    }
    add(command, "--disable-userns", "--assert-userns-disabled", "--uid", "65534");
    add(command, "--gid", "65534", "--hostname", "script-run", "--cap-drop", "ALL");
    add(command, "--die-with-parent", "--new-session", "--json-status-fd", "8");
    if (filter.isPresent()) {
      add(command, "--seccomp", "9");
    }
    addSystem(command);
    addWritable(command, order);
    addPython(command);
    add(command, "--ro-bind", workspace.codeDirectory(), CODE);
    add(command, "--ro-bind", workspace.channelInput(), RUNTIME + "/run.json");
    add(command, "--bind", workspace.events(), RUNTIME + "/events.jsonl");
    add(command, "--chdir", TEMPORARY, "--remount-ro", "/", "--");
    add(command, "/usr/bin/prlimit", "--nproc=" + order.limits().processes());
    command.addAll(ResourceLimits.arguments(order.limits()));
    add(command, "--", interpreter(), "-I", "-u", "-X", "utf8", CODE + "/" + order.fileName());
    return command;
  }

  private static void addSystem(List<String> command) {
    add(command, "--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin");
    add(command, "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64");
    for (String file :
        List.of(
            "/etc/ssl/certs",
            "/etc/ld.so.cache",
            "/etc/resolv.conf",
            "/etc/nsswitch.conf",
            "/etc/hosts",
            "/etc/localtime")) {
      add(command, "--ro-bind-try", file, file);
    }
    add(command, "--proc", "/proc", "--dev", "/dev");
  }

  private static void addWritable(List<String> command, ExecutionOrder order) {
    long temporary = order.limits().tmpMb() * MIB;
    add(command, "--perms", "1777", "--size", SHARED_MEMORY, "--tmpfs", "/dev/shm");
    add(command, "--remount-ro", "/dev");
    add(command, "--perms", "1777", "--size", temporary, "--tmpfs", TEMPORARY);
    add(command, "--perms", "1777", "--size", temporary, "--tmpfs", ARTIFACTS);
  }

  /** After the temporary directory, since an interpreter may live below it. */
  private void addPython(List<String> command) {
    python.foreignDirectories().forEach(path -> add(command, "--ro-bind", path, path));
    python.environment().ifPresent(path -> add(command, "--ro-bind", path, PYTHON));
  }

  private String interpreter() {
    return python.environment().isPresent()
        ? PYTHON + "/bin/" + python.executable().getFileName()
        : python.executable().toString();
  }

  private static void add(List<String> command, Object... arguments) {
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
  }
}
