package com.blueplm.runner.api.slot;

import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.web.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which slots of a script are asked for.
 *
 * @param orgId the organisation
 * @param scriptId the script
 * @param from due after this
 * @param to due up to this
 * @param outcomes with one of these outcomes; empty means any
 * @param limit how many at most
 */
public record SlotQuery(
    UUID orgId, UUID scriptId, Instant from, Instant to, List<SlotOutcome> outcomes, int limit) {
  /** The limit when none is given, and the greatest. */
  public static final int MAX_LIMIT = 1_000;

  /** How far back a question without a beginning goes. */
  private static final Duration DEFAULT_RANGE = Duration.ofDays(7);

  /**
   * The question of a request.
   *
   * @param now slots that are due later are not answered
   * @throws ProblemException 400 naming the parameter that is wrong
   */
  public static SlotQuery of(
      UUID orgId,
      UUID scriptId,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable List<String> outcomes,
      int limit,
      @Nullable String cursor,
      Instant now) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw ProblemException.invalid("limit", "must be 1 to " + MAX_LIMIT + ", not " + limit);
    }
    if (from != null && to != null && from.isAfter(to)) {
      throw ProblemException.invalid("from", from + " is after to, " + to + "; swap the two");
    }
    Instant until = later(to == null || to.isAfter(now) ? now : to, Instant.EPOCH);
    Instant start = later(from == null ? until.minus(DEFAULT_RANGE) : from, Instant.EPOCH);
    Cursor after = Cursor.parse(cursor);
    if (after != null && !after.id().equals(scriptId)) {
      throw ProblemException.invalid(
          "cursor", "belongs to another script; take next_cursor of the answer before");
    }
    return new SlotQuery(
        orgId,
        scriptId,
        after == null ? start : later(start, after.at()),
        until,
        outcomes == null ? List.of() : outcomes.stream().map(SlotQuery::outcome).toList(),
        limit);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static SlotOutcome outcome(String name) {
    return Arrays.stream(SlotOutcome.values())
        .filter(outcome -> outcome.wire().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.invalid(
                    "outcome",
                    "'"
                        + name
                        + "' is not one of "
                        + Arrays.stream(SlotOutcome.values())
                            .map(SlotOutcome::wire)
                            .collect(Collectors.joining(", "))));
  }
}
