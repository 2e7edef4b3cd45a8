package com.blueplm.runner.worker.sandbox.container;

import com.blueplm.runner.worker.sandbox.ExitStatus;
import com.blueplm.runner.worker.sandbox.ResourceUse;
import com.blueplm.runner.worker.sandbox.SandboxProcess;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A command in a container. Init's report is the truth about its end: it is written when the rest
 * of the tree was killed and reaped. Where init could not report, the engine is asked.
 */
final class ContainerProcess implements SandboxProcess {

  private static final Logger log = LoggerFactory.getLogger(ContainerProcess.class);

  /** How long init may take to kill its tree and to report before the engine is asked to. */
  private static final Duration INIT_PATIENCE = Duration.ofSeconds(1);

  private static final Duration ENGINE_PATIENCE = Duration.ofSeconds(10);
  private static final long CONFIRM_NANOS = 500_000_000;
  private static final ExitStatus KILLED = new ExitStatus(null, 9);
  private static final ExitStatus NOT_STARTED = new ExitStatus(126, null);
  private static final String LOST =
      "Stopped: the container engine lost the connection to this script's container.\n";

  private final ContainerHandle container;
  private final ControlChannel control;
  private final Attachment attachment;
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
  private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
  private volatile Optional<InitReport> report = Optional.empty();
  private volatile boolean broken;
  private volatile boolean closed;

  private ContainerProcess(
      ContainerHandle container, ControlChannel control, Attachment attachment) {
    this.container = container;
    this.control = control;
    this.attachment = attachment;
  }

  /** Follows a container that was started. */
  static ContainerProcess watch(
      ContainerHandle container, ControlChannel control, Attachment attachment) {
    ContainerProcess process = new ContainerProcess(container, control, attachment);
    Thread.ofVirtual().name("container-watch").start(process::follow);
    return process;
  }

  @Override
  public InputStream stdout() {
    return attachment.stdout();
  }

  @Override
  public InputStream stderr() {
    return attachment.stderr();
  }

  @Override
  public CompletableFuture<ExitStatus> onExit() {
    return exit;
  }

  @Override
  public CompletableFuture<Void> memoryLimitReached() {
    return control.memoryExceeded();
  }

  @Override
  public void terminate() {
    control.terminate();
  }

  @Override
  public void kill() {
    control.kill();
    Thread.ofVirtual()
        .name("container-kill")
        .start(
            () -> {
              if (!awaitGone(INIT_PATIENCE)) {
                container.kill();
              }
            });
  }

  @Override
  public boolean awaitGone(Duration patience) {
    try {
      return gone.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public boolean treeIsVisible() {
    return !broken;
  }

  @Override
  public boolean exitIsTheCommands() {
    boolean neverRan = report.isPresent() && report.get().status() == null;
    return control.connected().isDone() && !neverRan && !broken;
  }

  @Override
  public ResourceUse close() {
    closed = true;
    control.close();
    attachment.abandon();
    // Takes the engine some 80 ms, for which nobody has to wait.
    Thread.ofVirtual().name("container-remove").start(container::remove);
    return new ResourceUse(
        report.map(InitReport::cpuMillis).orElse(null),
        report.map(InitReport::peakMemoryBytes).orElse(null));
  }

  private void follow() {
    CompletableFuture.anyOf(control.ended(), attachment.ended()).join();
    if (control.connected().isDone() || control.ended().isDone()) {
      report = reportWithin(INIT_PATIENCE);
    }
    Optional<ContainerLife> life = report.isPresent() ? Optional.empty() : lifeWithoutReport();
    if (report.isPresent()) {
      gone.complete(true);
      exit.complete(Objects.requireNonNullElse(report.get().status(), NOT_STARTED));
    } else {
      if (life.filter(ContainerLife::memoryExceeded).isPresent()) {
        control.memoryExceeded().complete(null);
      }
      exit.complete(life.filter(ContainerLife::ended).map(ContainerLife::status).orElse(KILLED));
      confirmEnd(life);
    }
    attachment.endAfter(ENGINE_PATIENCE);
  }

  /** Init was killed, never came, or lives on while its output is lost. */
  private Optional<ContainerLife> lifeWithoutReport() {
    if (control.ended().isDone()) {
      return container.lifeAfter(ENGINE_PATIENCE);
    }
    Optional<ContainerLife> life = container.life();
    if (life.filter(ContainerLife::ended).isEmpty()) {
      broken = true;
      log.warn("The engine lost the output of container {}: its command is ended.", container.id());
      control.kill();
      report = reportWithin(ENGINE_PATIENCE);
      attachment.lastWords(LOST);
    }
    control.close();
    if (report.isEmpty() && broken) {
      container.kill();
      life = container.lifeAfter(ENGINE_PATIENCE);
    }
    return life;
  }

  private Optional<InitReport> reportWithin(Duration patience) {
    try {
      return control.ended().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** An engine that failed may come back: only its word says that the tree has gone. */
  private void confirmEnd(Optional<ContainerLife> last) {
    Optional<ContainerLife> life = last;
    while (life.filter(ContainerLife::ended).isEmpty() && !closed) {
      LockSupport.parkNanos(CONFIRM_NANOS);
      container.kill();
      life = container.life();
    }
    gone.complete(life.filter(ContainerLife::ended).isPresent());
  }
}
