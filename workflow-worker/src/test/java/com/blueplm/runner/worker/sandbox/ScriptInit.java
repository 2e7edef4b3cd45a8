package com.blueplm.runner.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.blueplm.runner.worker.execution.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs script-init by itself as the head of a tree; without privileges also where tests have them.
 */
final class ScriptInit implements AutoCloseable {

  private static final int STATUS = 9;
  private static final int INHERITED = 7;
  private static final long PATIENCE_SECONDS = 30;

  final NativeTools tools;
  private final Path directory;
  private boolean keepsPrivileges;
  private final ProcessSpawner spawner = new ProcessSpawner();

  ScriptInit(Path directory) throws IOException {
    this.directory = Machine.openUp(directory);
    NativeTools found = NativeTools.extractTo(directory).orElse(null);
    assumeTrue(found != null, "script-init exists on Linux only");
    tools = found;
  }

  void keepPrivileges() {
    keepsPrivileges = true;
  }

  /** Without the privileges of root, which see and may more. */
  List<String> unprivileged() {
    return "root".equals(System.getProperty("user.name")) && !keepsPrivileges
        ? List.of(
            "/usr/bin/setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "--inh-caps=-all")
        : List.of();
  }

  Running start(List<String> options, List<String> command) throws IOException {
    return start(options, command, Map.of("PATH", "/usr/bin:/bin"));
  }

  Running start(List<String> options, List<String> command, Map<String, String> environment)
      throws IOException {
    Path status = Files.createTempFile(directory, "status", "");
    List<String> all = new ArrayList<>(unprivileged());
    all.addAll(List.of(tools.scriptInit().toString(), "--subreaper", "--status-fd", STATUS + ""));
    all.addAll(options);
    all.add("--");
    all.addAll(command);
    List<String> wrapped =
        new Wrapper()
            .write(STATUS, status)
            .write(INHERITED, directory.resolve("other"))
            .around(all);
    return new Running(spawner.spawn(wrapped, environment, directory), status);
  }

  /** As process 1 of namespaces of its own, network included. */
  Ended inBubblewrap(List<String> options, String code) throws IOException {
    Path status = Files.createTempFile(directory, "status", "");
    List<String> all = new ArrayList<>(unprivileged());
    all.addAll(List.of("/usr/bin/bwrap", "--unshare-all", "--as-pid-1", "--die-with-parent"));
    all.addAll(List.of("--bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "--"));
    all.addAll(List.of(tools.scriptInit().toString(), "--status-fd", STATUS + ""));
    all.addAll(options);
    all.addAll(List.of("--", Machine.python().executable().toString(), "-I", "-u", "-c", code));
    Process process =
        spawner.spawn(new Wrapper().write(STATUS, status).around(all), Map.of(), directory);
    return new Running(process, status).end();
  }

  void signal(String name, String pid) throws IOException {
    Process kill = spawner.spawn(List.of("/usr/bin/kill", "-" + name, pid), Map.of(), directory);
    assertThat(kill.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join().exitValue())
        .isZero();
  }

  Ended run(List<String> options, String code) throws IOException {
    return python(options, code).end();
  }

  Running python(List<String> options, String code) throws IOException {
    String python = Machine.python().executable().toString();
    return start(options, List.of(python, "-I", "-u", "-c", code));
  }

  @Override
  public void close() {
    spawner.close();
  }

  /** A started script-init. */
  static final class Running {
    final Process process;
    private final Path status;
    private final CompletableFuture<Void> firstByte = new CompletableFuture<>();
    private final CompletableFuture<String> stdout;
    private final CompletableFuture<String> stderr;

    Running(Process process, Path status) {
      this.process = process;
      this.status = status;
      // Not the common pool: it may have a single thread, and these wait.
      stdout =
          CompletableFuture.supplyAsync(
              () -> read(process.getInputStream(), true), Thread::startVirtualThread);
      stderr =
          CompletableFuture.supplyAsync(
              () -> read(process.getErrorStream(), false), Thread::startVirtualThread);
    }

    /** Waits until PROGRAM wrote something. */
    Running awaitOutput() {
      firstByte.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
      return this;
    }

    /** Waits until PROGRAM closed its output, and answers it. */
    String awaitOutputEnd() {
      return stdout.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Waits for the exit and for the end of the output: until nobody is left who could write. */
    Ended end() throws IOException {
      int code = process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join().exitValue();
      String out = stdout.orTimeout(5, TimeUnit.SECONDS).join();
      String err = stderr.orTimeout(5, TimeUnit.SECONDS).join();
      return new Ended(code, Files.readString(status), out, err);
    }

    private String read(InputStream stream, boolean tell) {
      try (stream) {
        int first = stream.read();
        if (first < 0) {
          return "";
        }
        if (tell) {
          firstByte.complete(null);
        }
        return (char) first + new String(stream.readAllBytes(), UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * An ended one.
   *
   * @param status what it wrote to the status descriptor
   */
  record Ended(int code, String status, String stdout, String stderr) {

    long number(String field) {
      return Long.parseLong(status.replaceAll("(?s).*\"" + field + "\":(\\d+).*", "$1"));
    }

    Ended succeeded() {
      assertThat(stderr).isEmpty();
      assertThat(code).isZero();
      return this;
    }
  }
}
