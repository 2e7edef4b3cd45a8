package com.blueplm.runner.api.script;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Makes the answered form of scripts, with what the schedule feature knows of them. */
@Component
class ScriptViews implements DisposableBean {
  private final ObjectProvider<ScheduleFacts> facts;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  ScriptViews(ObjectProvider<ScheduleFacts> facts) {
    this.facts = facts;
  }

  ScriptView of(StoredScript script) {
    ScheduleFacts known = facts.getIfAvailable();
    return view(script, known, nextRuns(script, known));
  }

  /** The same for a list: the schedules are asked about side by side. */
  List<ScriptView> of(List<StoredScript> scripts) {
    ScheduleFacts known = facts.getIfAvailable();
    List<CompletableFuture<ScriptView>> views =
        scripts.stream()
            .map(
                script ->
                    CompletableFuture.supplyAsync(
                        () -> view(script, known, nextRuns(script, known)), threads))
            .toList();
    return views.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public void destroy() {
    threads.close();
  }

  private static @Nullable List<Instant> nextRuns(
      StoredScript script, @Nullable ScheduleFacts known) {
    if (script.paused() != null) {
      return List.of();
    }
    return known == null ? null : known.nextRuns(script.id(), script.settings().schedule());
  }

  private static ScriptView view(
      StoredScript script, @Nullable ScheduleFacts known, @Nullable List<Instant> nextRuns) {
    ScriptSettings settings = script.settings();
    RunSettings run = settings.run();
    StoredScript.LastRun last = script.lastRun();
    String code = script.code();
    StoredScript.Locking locking = script.locking();
    return new ScriptView(
        script.id(),
        settings.name(),
        settings.description(),
        "python",
        code,
        script.revision(),
        locking == null || locking.pending() == null ? null : locking.pending().number(),
        settings.active(),
        settings.scheduleEnabled(),
        settings.scheduleCron(),
        settings.scheduleTimezone(),
        known == null ? null : known.textOf(settings.schedule()),
        nextRuns,
        script.paused(),
        script.didNotRun(),
        run.overlapPolicy().wire(),
        run.catchupSeconds(),
        settings.jitterSeconds(),
        settings.autoPauseAfter(),
        run.timeoutSeconds(),
        run.retry(),
        run.onWorkerLoss().wire(),
        run.limits(),
        run.network(),
        settings.parametersSchema(),
        settings.parameters(),
        run.environment(),
        script.secretKeys(),
        run.plmScopes(),
        settings.notices(),
        code == null || locking == null ? null : Dependencies.of(code, locking),
        last == null ? null : last.at(),
        last == null ? null : last.status(),
        last == null ? null : last.id(),
        script.createdAt(),
        script.createdBy(),
        script.updatedAt(),
        script.updatedBy());
  }
}
