package com.blueplm.runner.api.script;

import com.blueplm.runner.api.identity.Actor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/scripts/{id}/restore}. */
@Tag(name = "Scripts")
@RestController
class RestoreController {
  private final ScriptRestoring restoring;
  private final ScriptAnswers answers;

  RestoreController(ScriptRestoring restoring, ScriptAnswers answers) {
    this.restoring = restoring;
    this.answers = answers;
  }

  @Operation(
      summary = "Restore a deleted script",
      description =
          "For 30 days after its deletion; then it is purged and answered 404. A name that a live"
              + " script has taken meanwhile is answered 409 NAME_TAKEN.")
  @PostMapping("/api/scripts/{id}/restore")
  ScriptView restore(
      @AuthenticationPrincipal Actor actor, @PathVariable UUID id, HttpServletResponse response) {
    return answers.of(restoring.restore(actor, id), response);
  }
}
