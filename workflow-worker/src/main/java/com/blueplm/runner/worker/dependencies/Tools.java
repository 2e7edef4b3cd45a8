package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.worker.dependencies.ToolOutcome.Ending;
import com.blueplm.runner.worker.execution.OutputPump;
import com.blueplm.runner.worker.execution.OutputSink;
import com.blueplm.runner.worker.execution.SecretForms;
import com.blueplm.runner.worker.sandbox.ExitStatus;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.SandboxJob;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import com.blueplm.runner.worker.sandbox.SandboxProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tools in the worker's sandbox, watches them, and sees their trees gone. */
final class Tools {

  private static final Logger log = LoggerFactory.getLogger(Tools.class);
  private static final Path CERTIFICATES = Path.of("/etc/ssl/certs/ca-certificates.crt");
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration TREE_PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST_STDOUT = 2 * 1024 * 1024;
  private static final int LONGEST_STDERR = 64 * 1024;

  private final Sandbox sandbox;
  private final PackageNetwork network;
  private final SecretForms secrets;

  /**
   * Tools for a sandbox.
   *
   * @param secrets what must not appear in what a tool says
   */
  Tools(Sandbox sandbox, PackageNetwork network, SecretForms secrets) {
    this.sandbox = sandbox;
    this.network = network;
    this.secrets = secrets;
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /**
   * Runs a tool to its end, or until {@code stop} completes.
   *
   * @throws IOException when the sandbox cannot be set up
   */
  ToolOutcome run(ToolJob job, CompletableFuture<?> stop) throws IOException {
    String key = String.valueOf(job.workspace().getFileName());
    if (!job.online()) {
      return run(job, key, new SandboxNetwork.None(), stop);
    }
    try (PackageNetwork.Line line = network.open(key, job.workspace())) {
      return run(job, key, line.network(), stop);
    }
  }

  private ToolOutcome run(ToolJob job, String key, SandboxNetwork reach, CompletableFuture<?> stop)
      throws IOException {
    SandboxProcess process =
        sandbox.start(
            new SandboxJob(
                key,
                job.workspace(),
                job.command(),
                environment(job),
                job.mounts(),
                job.limits(),
                reach));
    boolean seenToTheEnd = false;
    try {
      ToolOutcome outcome = watch(job, key, process, stop);
      seenToTheEnd = true;
      if (outcome.ending() == Ending.NOT_BEGUN) {
        throw new IOException("the sandbox of " + key + " failed: " + outcome.stderr());
      }
      return outcome;
    } finally {
      if (!seenToTheEnd) {
        process.kill();
        var unused = process.close();
      }
    }
  }

  private ToolOutcome watch(
      ToolJob job, String key, SandboxProcess process, CompletableFuture<?> stop) {
    BoundedText stdout = new BoundedText(LONGEST_STDOUT);
    BoundedText stderr = new BoundedText(LONGEST_STDERR);
    OutputPump out = pump(process.stdout(), stdout, "stdout-" + key);
    OutputPump err = pump(process.stderr(), stderr, "stderr-" + key);
    Ending ending = await(job, process, stop);
    process.kill();
    if (!process.awaitGone(TREE_PATIENCE)) {
      log.error("Processes of {} may be left: look for them by hand.", key);
    }
    boolean whole = out.awaitEnd(TREE_PATIENCE) & err.awaitEnd(TREE_PATIENCE);
    log.debug("{} ended: {}, output seen to its end: {}", key, ending, whole);
    ExitStatus status = process.onExit().getNow(new ExitStatus(null, null));
    boolean began = process.exitIsTheCommands();
    var use = process.close();
    log.debug("{} used {}", key, use);
    if (ending == Ending.EXITED && !began) {
      ending = Ending.NOT_BEGUN;
    } else if (ending == Ending.EXITED && status.exitCode() == null) {
      ending = Ending.SIGNALLED;
    }
    int exitCode = status.exitCode() == null ? -1 : status.exitCode();
    return new ToolOutcome(ending, exitCode, stdout.text(), stderr.text());
  }

  private Map<String, String> environment(ToolJob job) {
    String temporary = sandbox.temporaryDirectory(job.workspace());
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("HOME", temporary);
    environment.put("TMPDIR", temporary);
    environment.put("LANG", "C.UTF-8");
    environment.put("MALLOC_ARENA_MAX", "2");
    if (Files.exists(CERTIFICATES)) {
      environment.put("SSL_CERT_FILE", CERTIFICATES.toString());
    }
    environment.putAll(job.environment());
    return environment;
  }

  private OutputPump pump(InputStream stream, BoundedText text, String name) {
    return OutputPump.start(stream, secrets, text, name);
  }

  private static Ending await(ToolJob job, SandboxProcess process, CompletableFuture<?> stop) {
    CompletableFuture<Ending> late =
        new CompletableFuture<Ending>()
            .completeOnTimeout(Ending.TIMED_OUT, job.timeout().toNanos(), TimeUnit.NANOSECONDS);
    CompletableFuture<Ending> over =
        late.applyToEither(process.onExit().thenApply(status -> Ending.EXITED), ending -> ending)
            .applyToEither(
                process.memoryLimitReached().thenApply(none -> Ending.OUT_OF_MEMORY),
                ending -> ending)
            .applyToEither(stop.handle((none, failure) -> Ending.STOPPED), ending -> ending);
    while (!isDoneWithin(over, LOOK)) {
      if (DiskUse.of(job.workspace()).isAbove(job.disk())) {
        return Ending.TOO_LARGE;
      }
    }
    return over.join();
  }

  private static boolean isDoneWithin(CompletableFuture<?> future, Duration patience) {
    try {
      return future
          .thenApply(done -> true)
          .completeOnTimeout(false, patience.toNanos(), TimeUnit.NANOSECONDS)
          .join();
    } catch (CompletionException e) {
      return true;
    }
  }

  /** What a tool wrote, up to a bound. */
  private static final class BoundedText implements OutputSink {

    private final int longest;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    BoundedText(int longest) {
      this.longest = longest;
    }

    @Override
    public synchronized void write(byte[] piece, int length) {
      bytes.write(piece, 0, Math.min(length, longest - bytes.size()));
    }

    synchronized String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
