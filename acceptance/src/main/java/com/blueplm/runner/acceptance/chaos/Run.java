package com.blueplm.runner.acceptance.chaos;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A run as the API tells it.
 *
 * @param slot its nominal slot, for scheduled runs
 * @param started when its first attempt was claimed
 * @param completed when it ended
 */
record Run(
    String id,
    String scriptId,
    String trigger,
    String status,
    String endReason,
    Optional<Instant> slot,
    Instant created,
    Optional<Instant> started,
    Optional<Instant> completed,
    int exitCode,
    boolean cancelAsked,
    List<Attempt> attempts) {
  private static final Set<String> TERMINAL =
      Set.of("success", "error", "timeout", "cancelled", "lost", "skipped", "missed");

  /** One attempt; the outcome is empty while it lives. */
  record Attempt(
      int number,
      String worker,
      String outcome,
      Optional<Instant> claimed,
      Optional<Instant> ended) {}

  static Run of(JsonNode json) {
    List<Attempt> attempts =
        json.path("attempts")
            .valueStream()
            .map(
                attempt ->
                    new Attempt(
                        attempt.path("attempt").asInt(),
                        attempt.path("worker").asString(""),
                        attempt.path("outcome").asString(""),
                        instant(attempt.path("claimed_at")),
                        instant(attempt.path("ended_at"))))
            .toList();
    return new Run(
        json.path("id").asString(),
        json.path("script_id").asString(),
        json.path("trigger_type").asString(),
        json.path("status").asString(),
        json.path("end_reason").asString(""),
        instant(json.path("slot_at")),
        instant(json.path("created_at")).orElseThrow(),
        instant(json.path("started_at")),
        instant(json.path("completed_at")),
        json.path("exit_code").asInt(-1),
        !json.path("cancel_requested_at").isNull(),
        attempts);
  }

  boolean isTerminal() {
    return TERMINAL.contains(status);
  }

  long lost() {
    return attempts.stream().filter(attempt -> attempt.outcome().equals("worker_lost")).count();
  }

  /** What may not change once the run is terminal. */
  String end() {
    return "%s (%s), exit code %d, at %s, attempts %s"
        .formatted(
            status, endReason, exitCode, completed.map(Instant::toString).orElse("-"), attempts);
  }

  static Optional<Instant> instant(JsonNode json) {
    return json.isString() ? Optional.of(Instant.parse(json.asString())) : Optional.empty();
  }
}
