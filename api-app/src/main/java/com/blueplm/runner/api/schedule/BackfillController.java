package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.identity.Actor;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/scripts/{id}/schedule/backfill}. */
@Tag(name = "Schedules")
@RestController
class BackfillController {
  private static final int SHOWN = 100;

  private final Backfill backfill;
  private final Clock clock;

  BackfillController(Backfill backfill, Clock clock) {
    this.backfill = backfill;
    this.clock = clock;
  }

  @Operation(
      summary = "Run slots that did not run",
      description =
          "Runs the slots due after `from` and up to `to` (at most now) whose outcome is skipped,"
              + " missed or paused: at most 1,000, more is 400. Unless the overlap policy is allow they"
              + " run one after another, behind all that is due. With `dry_run` nothing is run, and the"
              + " first 100 of the slots are answered. 503 while Temporal is down, 409 CONFLICT while"
              + " the script is inactive.")
  @ApiResponse(responseCode = "200", description = "A dry run: what would be run")
  @ApiResponse(responseCode = "202", description = "The runs are accepted")
  @PostMapping("/api/scripts/{id}/schedule/backfill")
  ResponseEntity<BackfillAnswer> run(
      @AuthenticationPrincipal Actor actor,
      @PathVariable("id") UUID id,
      @RequestBody BackfillRequest request) {
    BackfillRange range = BackfillRange.of(request.from(), request.to(), clock.instant());
    if (Boolean.TRUE.equals(request.dryRun())) {
      List<Instant> slots = backfill.preview(actor, id, range);
      return ResponseEntity.ok(
          new BackfillAnswer(slots.size(), slots.stream().limit(SHOWN).toList()));
    }
    return ResponseEntity.status(HttpStatus.ACCEPTED)
        .body(new BackfillAnswer(backfill.run(actor, id, range).size(), null));
  }

  record BackfillRequest(
      @Schema(format = "date-time", description = "Slots due after this") @Nullable String from,
      @Schema(format = "date-time", description = "Slots due up to this") @Nullable String to,
      @Schema(description = "Answer what would be run, and run nothing")
          @Nullable Boolean dryRun) {}

  record BackfillAnswer(
      @Schema(description = "How many slots are run") int slots,
      @Schema(description = "Their times, at most 100, oldest first; in a dry run only")
          @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable List<Instant> preview) {}
}
