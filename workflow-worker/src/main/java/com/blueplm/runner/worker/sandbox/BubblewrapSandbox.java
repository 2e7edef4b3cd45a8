package com.blueplm.runner.worker.sandbox;

import com.blueplm.runner.contract.IsolationLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs commands in namespaces of their own by bubblewrap: no sight of the worker, of files or of
 * other jobs, and a tree that dies as a whole.
 */
public final class BubblewrapSandbox implements Sandbox {

  private static final String PYTHON = "/run/python";
  private static final String TEMPORARY = "/tmp";
  private static final long SHARED_MEMORY = 16 * SandboxLimits.MIB;
  private static final String INIT = "/run/script-init";
  private static final String EGRESS = "/run/egress.sock";
  private static final int PROXY_PORT = 3128;
  private static final int INFO = 8;
  private static final int FILTER = 9;

  private final ProcessSpawner spawner;
  private final PythonInterpreter python;
  private final NativeTools tools;
  private final ResourceControl control;

  public BubblewrapSandbox(
      ProcessSpawner spawner,
      PythonInterpreter python,
      NativeTools tools,
      ResourceControl control) {
    this.spawner = spawner;
    this.python = python;
    this.tools = tools;
    this.control = control;
  }

  @Override
  public IsolationLevel level() {
    return IsolationLevel.BUBBLEWRAP;
  }

  @Override
  public String seen(Mount mount) {
    return mount.target();
  }

  @Override
  public String python() {
    return python.environment().isPresent()
        ? PYTHON + "/bin/" + python.executable().getFileName()
        : python.executable().toString();
  }

  @Override
  public String temporaryDirectory(Path workspace) {
    return TEMPORARY;
  }

  @Override
  public SandboxProcess start(SandboxJob job) throws IOException {
    Path info = job.workspace().resolve("sandbox.json");
    Path status = job.workspace().resolve("status.json");
    return Launch.start(
        control,
        job,
        resources -> {
          Wrapper wrapper = new Wrapper().join(resources.joinFiles());
          wrapper.write(INFO, info).write(InitCommand.STATUS, status);
          tools.scriptFilter().ifPresent(file -> wrapper.read(FILTER, file));
          return spawner.spawn(
              wrapper.around(command(job, resources)), job.environment(), job.workspace());
        },
        (process, resources) -> new BubblewrapTree(process, resources, status, info));
  }

  private List<String> command(SandboxJob job, JobResources resources) {
    List<String> command = new ArrayList<>();
    add(command, "bwrap", "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts");
    add(command, "--unshare-cgroup-try");
    if (!(job.network() instanceof SandboxNetwork.Host)) {
      add(command, "--unshare-net");
    }
    add(command, "--disable-userns", "--assert-userns-disabled", "--uid", "65534");
    add(command, "--gid", "65534", "--hostname", "script-run", "--cap-drop", "ALL");
    add(command, "--die-with-parent", "--new-session", "--as-pid-1", "--json-status-fd", INFO);
    if (tools.scriptFilter().isPresent()) {
      add(command, "--seccomp", FILTER);
    }
    addSystem(command);
    addTemporary(command, job.limits());
    addPython(command);
    job.mounts().forEach(mount -> addMount(command, mount, job.limits()));
    add(command, "--ro-bind", tools.scriptInit(), INIT);
    if (job.network() instanceof SandboxNetwork.Proxied proxied) {
      add(command, "--ro-bind", proxied.socket(), EGRESS);
    }
    add(command, "--chdir", TEMPORARY, "--remount-ro", "/", "--");
    command.addAll(init(job, resources).before(job.command()));
    return command;
  }

  private static InitCommand init(SandboxJob job, JobResources resources) {
    InitCommand init = new InitCommand(INIT).files(job.limits());
    resources.addressSpaceBytes().ifPresent(init::memory);
    if (!resources.limitsProcesses()) {
      init.processes(job.limits());
    }
    if (job.network() instanceof SandboxNetwork.Proxied) {
      init.proxy(Path.of(EGRESS)).with("--proxy-port", PROXY_PORT);
    }
    return init;
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

  private static void addTemporary(List<String> command, SandboxLimits limits) {
    add(command, "--perms", "1777", "--size", SHARED_MEMORY, "--tmpfs", "/dev/shm");
    add(command, "--remount-ro", "/dev");
    addScratch(command, TEMPORARY, limits);
  }

  private static void addMount(List<String> command, Mount mount, SandboxLimits limits) {
    switch (mount.kind()) {
      case READ_ONLY -> add(command, "--ro-bind", mount.source(), mount.target());
      case WRITABLE -> add(command, "--bind", mount.source(), mount.target());
      case SCRATCH -> addScratch(command, mount.target(), limits);
    }
  }

  private static void addScratch(List<String> command, String target, SandboxLimits limits) {
    add(
        command,
        "--perms",
        "1777",
        "--size",
        limits.tmpMb() * SandboxLimits.MIB,
        "--tmpfs",
        target);
  }

  /** After the temporary directory, since an interpreter may live below it. */
  private void addPython(List<String> command) {
    python.foreignDirectories().forEach(path -> add(command, "--ro-bind", path, path));
    python.environment().ifPresent(path -> add(command, "--ro-bind", path, PYTHON));
  }

  private static void add(List<String> command, Object... arguments) {
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
  }
}
