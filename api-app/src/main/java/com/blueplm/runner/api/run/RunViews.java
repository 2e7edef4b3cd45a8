package com.blueplm.runner.api.run;

import com.blueplm.runner.api.output.RunOutput;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Runs as people and programs read them; those of a deleted script too. */
@Component
public class RunViews {
  private final RunViewRepository views;
  private final RunOutput output;

  RunViews(RunViewRepository views, RunOutput output) {
    this.views = views;
    this.output = output;
  }

  /** A run with the tails of its output, as far as it has come. */
  public Optional<RunView> find(UUID orgId, UUID runId) {
    return views
        .find(orgId, runId, true)
        .map(
            run ->
                run.status().isTerminal() || run.attempt() == 0
                    ? run
                    : run.withTails(output.tails(orgId, runId)));
  }

  /** The same without {@code output} and {@code error}, and cheaper. */
  public Optional<RunView> findWithoutTails(UUID orgId, UUID runId) {
    return views.find(orgId, runId, false);
  }

  RunPage list(UUID orgId, RunFilter filter) {
    return views.list(orgId, filter);
  }
}
