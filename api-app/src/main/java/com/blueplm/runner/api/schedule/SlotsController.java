package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.script.ScriptLookupRepository;
import com.blueplm.runner.api.slot.SlotPage;
import com.blueplm.runner.api.slot.SlotPages;
import com.blueplm.runner.api.slot.SlotQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/scripts/{id}/slots}. */
@RestController
class SlotsController {
  private static final String DEFAULT_LIMIT = "" + SlotQuery.MAX_LIMIT;

  private final ScriptLookupRepository scripts;
  private final TemporalSchedules schedules;
  private final SlotAccountant accountant;
  private final SlotPages pages;
  private final Clock clock;

  SlotsController(
      ScriptLookupRepository scripts,
      TemporalSchedules schedules,
      SlotAccountant accountant,
      SlotPages pages,
      Clock clock) {
    this.scripts = scripts;
    this.schedules = schedules;
    this.accountant = accountant;
    this.pages = pages;
    this.clock = clock;
  }

  /**
   * Every slot that was due after {@code from} and up to {@code to}, oldest first; without {@code
   * to} up to now, without {@code from} from seven days before that. Complete, since Temporal is
   * asked what was due: 503 when it does not answer.
   */
  @GetMapping("/api/scripts/{id}/slots")
  SlotPage list(
      @AuthenticationPrincipal Actor actor,
      @PathVariable("id") UUID id,
      @RequestParam(name = "from", required = false) @Nullable Instant from,
      @RequestParam(name = "to", required = false) @Nullable Instant to,
      @RequestParam(name = "outcome", required = false) @Nullable List<String> outcome,
      @RequestParam(name = "limit", defaultValue = DEFAULT_LIMIT) int limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
    if (scripts.find(actor.orgId(), id).isEmpty()) {
      throw ProblemException.notFound();
    }
    Instant now = clock.instant();
    SlotQuery query = SlotQuery.of(actor.orgId(), id, from, to, outcome, limit, cursor, now);
    schedules.requireReachable(id);
    accountant.account(actor.orgId(), id, now);
    return pages.page(query);
  }
}
