package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.script.ScriptAnswers;
import com.blueplm.runner.api.script.ScriptView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Pausing and resuming a script's schedule. */
@Tag(name = "Schedules")
@RestController
@RequestMapping("/api/scripts/{id}/schedule")
class ScheduleControlController {
  private static final int MAX_REASON = 500;

  private final ScheduleControl control;
  private final ScriptAnswers answers;

  ScheduleControlController(ScheduleControl control, ScriptAnswers answers) {
    this.control = control;
    this.answers = answers;
  }

  @Operation(
      summary = "Pause a script's schedule",
      description =
          "Slots due from now on are `paused` and name the reason. Again while paused: the new reason"
              + " holds from now on. Works while Temporal is down. 409 CONFLICT without a schedule.")
  @PostMapping("/pause")
  ScriptView pause(
      @AuthenticationPrincipal Actor actor,
      @PathVariable("id") UUID id,
      @RequestBody PauseRequest request,
      HttpServletResponse response) {
    control.pause(actor, id, checked(request.reason()));
    return answers.of(actor, id, response);
  }

  @Operation(
      summary = "Resume a script's schedule",
      description =
          "A schedule that is not paused goes on unchanged. Works while Temporal is down. 409 CONFLICT"
              + " without a schedule and while the script is inactive.")
  @PostMapping("/resume")
  ScriptView resume(
      @AuthenticationPrincipal Actor actor,
      @PathVariable("id") UUID id,
      @RequestBody(required = false) @Nullable ResumeRequest request,
      HttpServletResponse response) {
    control.resume(actor, id);
    return answers.of(actor, id, response);
  }

  private static String checked(@Nullable String reason) {
    if (reason == null) {
      throw ProblemException.invalid("reason", "is required: say why, for those who wonder later");
    }
    int length = reason.codePointCount(0, reason.length());
    if (reason.isBlank() || length > MAX_REASON) {
      throw ProblemException.invalid(
          "reason", "must have 1 to " + MAX_REASON + " characters, not " + length);
    }
    return reason;
  }

  record PauseRequest(@Schema(description = "1 to 500 characters") @Nullable String reason) {}

  /** Holds nothing. */
  record ResumeRequest() {}
}
