package com.blueplm.runner.worker.sandbox;

import com.blueplm.runner.contract.IsolationLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Runs commands beside the worker, but confined by Landlock (Linux 6.12 or newer) and a system call
 * filter: it needs no privilege and works in a default Docker container, where bubblewrap does not.
 *
 * <p>A command reaches the system's programs and libraries, the base environment, what the job
 * mounts and its own temporary directory; of the network the worker's proxy by TCP and nothing
 * else; no process outside its tree, neither by signals nor through {@code /proc}.
 *
 * <p>What this level does not do:
 *
 * <ul>
 *   <li>The temporary directory lies on the machine's disk. The size of each file is limited, the
 *       size of all together is not; the same holds for artifacts.
 *   <li>Without control groups memory and CPU are limited per process, and the limit on processes
 *       counts all tasks of the machine.
 *   <li>Names, sizes and times of files outside can be asked for, their content cannot be read; so
 *       can names and command lines of other processes.
 *   <li>{@code /dev/shm} is shared by all runs and therefore closed: semaphores of {@code
 *       multiprocessing} fail, and so do unix sockets, {@code memfd_create} and System V memory.
 *       Modes, owners and times of files cannot be changed.
 * </ul>
 */
public final class LandlockSandbox extends SharedSystemSandbox {

  private static final List<String> SYSTEM =
      List.of(
          "/usr",
          "/bin",
          "/lib",
          "/lib32",
          "/lib64",
          "/proc",
          "/etc/ssl/certs",
          "/etc/ssl/openssl.cnf",
          "/etc/pki/tls/certs",
          "/etc/pki/ca-trust/extracted",
          "/etc/ld.so.cache",
          "/etc/nsswitch.conf",
          "/etc/hosts",
          "/etc/localtime",
          "/dev/random",
          "/dev/urandom");

  private static final List<String> DEVICES = List.of("/dev/null", "/dev/zero", "/dev/full");
  private static final String RESOLVER = "/etc/resolv.conf";
  private static final Path LOAD = Path.of("/proc/loadavg");

  private final NativeTools tools;
  private final Path filter;
  private final Path hostNetworkFilter;

  private LandlockSandbox(
      ProcessSpawner spawner,
      PythonInterpreter python,
      NativeTools tools,
      Path filter,
      Path hostNetworkFilter,
      ResourceControl control) {
    super(spawner, python, control);
    this.tools = tools;
    this.filter = filter;
    this.hostNetworkFilter = hostNetworkFilter;
  }

  /**
   * A sandbox with a base environment; empty where there is no system call filter for this
   * processor, since Landlock alone leaves too much open.
   */
  public static Optional<LandlockSandbox> with(
      ProcessSpawner spawner,
      PythonInterpreter python,
      NativeTools tools,
      ResourceControl control) {
    return tools
        .landlockFilter()
        .flatMap(
            filter ->
                tools
                    .landlockHostNetworkFilter()
                    .map(
                        host ->
                            new LandlockSandbox(spawner, python, tools, filter, host, control)));
  }

  @Override
  public IsolationLevel level() {
    return IsolationLevel.LANDLOCK;
  }

  @Override
  boolean hasInit() {
    return true;
  }

  @Override
  List<String> command(SandboxJob job, JobResources resources) throws IOException {
    InitCommand init = initOf(tools, job, resources);
    if (!resources.limitsProcesses()) {
      init.with("--nproc", tasksOfTheMachine() + job.limits().processes());
    }
    if (job.network() instanceof SandboxNetwork.Host) {
      init.with("--landlock-any-tcp").with("--seccomp", hostNetworkFilter);
      allow(init, "--landlock-ro", RESOLVER);
    } else {
      init.with("--seccomp", filter);
    }
    allowPaths(init, job);
    return init.before(job.command());
  }

  private void allowPaths(InitCommand init, SandboxJob job) {
    SYSTEM.forEach(path -> allow(init, "--landlock-ro", path));
    DEVICES.forEach(path -> allow(init, "--landlock-rw", path));
    python.foreignDirectories().forEach(path -> init.with("--landlock-ro", path));
    python.environment().ifPresent(path -> init.with("--landlock-ro", path));
    init.with("--landlock-rw", temporaryDirectory(job.workspace()));
    for (Mount mount : job.mounts()) {
      boolean readOnly = mount.kind() == Mount.Kind.READ_ONLY;
      init.with(readOnly ? "--landlock-ro" : "--landlock-rw", mount.source());
    }
  }

  /** What systems have in part. */
  private static void allow(InitCommand init, String option, String path) {
    if (Files.exists(Path.of(path))) {
      init.with(option, path);
    }
  }

  /**
   * The kernel counts a user's tasks, the worker's threads and other runs among them. All tasks of
   * the machine are an upper bound that costs one small file: a fork bomb stops, soon if not at
   * once. Source: proc_loadavg(5), the fourth field.
   */
  private static int tasksOfTheMachine() throws IOException {
    String tasks = Files.readString(LOAD).split(" ")[3];
    return Integer.parseInt(tasks.substring(tasks.indexOf('/') + 1));
  }
}
