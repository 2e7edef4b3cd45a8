package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.run.BackfillRuns;
import com.blueplm.runner.api.script.RunnableScript;
import com.blueplm.runner.api.script.ScriptLookupRepository;
import com.blueplm.runner.api.slot.SlotOutcome;
import com.blueplm.runner.api.slot.SlotPage;
import com.blueplm.runner.api.slot.SlotPages;
import com.blueplm.runner.api.slot.SlotQuery;
import com.blueplm.runner.api.slot.SlotView;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs slots that were due and did not run. */
@Component
class Backfill {
  /** More slots than this are refused. */
  static final int MAX_SLOTS = 1_000;

  private static final List<SlotOutcome> RUN_AGAIN =
      List.of(SlotOutcome.SKIPPED, SlotOutcome.MISSED, SlotOutcome.PAUSED);

  private final ScriptLookupRepository scripts;
  private final TemporalSchedules schedules;
  private final SlotAccountant accountant;
  private final SlotPages pages;
  private final BackfillRuns runs;
  private final TransactionTemplate transaction;

  Backfill(
      ScriptLookupRepository scripts,
      TemporalSchedules schedules,
      SlotAccountant accountant,
      SlotPages pages,
      BackfillRuns runs,
      PlatformTransactionManager transactions) {
    this.scripts = scripts;
    this.schedules = schedules;
    this.accountant = accountant;
    this.pages = pages;
    this.runs = runs;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * The slots that a backfill would run, oldest first; nothing is stored but what was due.
   *
   * @throws ProblemException 404, 409 when inactive, 503 when Temporal does not answer, 400 when
   *     there are too many
   */
  List<Instant> preview(Actor actor, UUID scriptId, BackfillRange range) {
    requireActive(scripts.find(actor.orgId(), scriptId).orElseThrow(ProblemException::notFound));
    schedules.requireReachable(scriptId);
    accountant.account(actor.orgId(), scriptId, range.to());
    return find(actor, scriptId, range);
  }

  /** Runs them, and answers which; fails as the preview does. */
  List<Instant> run(Actor actor, UUID scriptId, BackfillRange range) {
    preview(actor, scriptId, range);
    return Objects.requireNonNull(transaction.execute(status -> runLocked(actor, scriptId, range)));
  }

  private List<Instant> runLocked(Actor actor, UUID scriptId, BackfillRange range) {
    RunnableScript script =
        scripts.lock(actor.orgId(), scriptId).orElseThrow(ProblemException::notFound);
    requireActive(script);
    List<Instant> slots = find(actor, scriptId, range);
    runs.create(script, actor.userId(), slots);
    return slots;
  }

  private List<Instant> find(Actor actor, UUID scriptId, BackfillRange range) {
    SlotPage page =
        pages.page(
            new SlotQuery(actor.orgId(), scriptId, range.from(), range.to(), RUN_AGAIN, MAX_SLOTS));
    if (page.nextCursor() != null) {
      throw ProblemException.invalid(
          "to",
          "more than %d slots of this range did not run; take a shorter range, for instance up to %s"
              .formatted(MAX_SLOTS, page.slots().getLast().slotAt()));
    }
    return page.slots().stream().map(SlotView::slotAt).toList();
  }

  private static void requireActive(RunnableScript script) {
    if (!script.active()) {
      throw ProblemException.of(
          ErrorCode.CONFLICT, "The script is inactive: set is_active to true to run it.");
    }
  }
}
