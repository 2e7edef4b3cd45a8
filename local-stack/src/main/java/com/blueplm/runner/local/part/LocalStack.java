package com.blueplm.runner.local.part;

import com.blueplm.runner.local.console.LauncherException;
import com.blueplm.runner.local.postgres.Postgres;
import com.blueplm.runner.local.postgres.PostgresBinaries;
import com.blueplm.runner.local.process.SupervisedPart;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** All parts of the product on one machine: started side by side, stopped in order. */
public final class LocalStack {
  private static final Duration READY_LIMIT = Duration.ofMinutes(3);

  private final StackContext context;
  private final int workers;

  public LocalStack(StackContext context, int workers) {
    this.context = context;
    this.workers = workers;
  }

  /** Starts everything and waits until everything answers. */
  public void start() throws IOException, InterruptedException {
    ApiApp.makeKeys(context.home());
    SupervisedPart apiApp;
    try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<AppImage> apiImage = tasks.submit(() -> ApiApp.prepare(context));
      Future<Temporal> temporal = tasks.submit(() -> Temporal.start(context));
      Future<Boolean> workersStarted = tasks.submit(this::startWorkers);
      Future<Postgres> postgres = tasks.submit(this::startPostgres);
      try {
        apiApp = ApiApp.start(context, get(apiImage), get(postgres));
        get(workersStarted);
        get(temporal);
      } catch (InterruptedException | RuntimeException e) {
        tasks.shutdownNow();
        throw e;
      }
    }
    new Readiness(context).await(READY_LIMIT, apiApp);
  }

  /** Stops workers, api-app, Temporal and Postgres, each when the ones before it have ended. */
  public void stop() throws InterruptedException {
    context.progress().say("stopping (Ctrl-C again: at once)");
    List<List<String>> order =
        List.of(
            WorkflowWorkers.names(workers),
            List.of(ApiApp.NAME),
            List.of(Temporal.NAME),
            List.of(Postgres.NAME));
    for (List<String> parts : order) {
      context.supervisor().stop(parts);
    }
    context.groups().remove();
    context.progress().say("all stopped; the data stays in %s", context.home().root());
  }

  private Boolean startWorkers() throws IOException, InterruptedException {
    WorkflowWorkers.start(context, workers);
    return true;
  }

  private Postgres startPostgres() throws IOException, InterruptedException {
    PostgresBinaries binaries = PostgresBinaries.unpack(context.installation().store());
    return Postgres.start(
        context.home(), binaries, context.spawner(), context.supervisor(), context.progress());
  }

  private static <T> T get(Future<T> task) throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LauncherException known) {
        throw known;
      }
      throw new LauncherException("A part could not be started: " + e.getCause(), e);
    }
  }
}
