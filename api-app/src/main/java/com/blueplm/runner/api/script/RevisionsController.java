package com.blueplm.runner.api.script;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.web.PageLimit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a script's code was. */
@Tag(name = "Scripts")
@RestController
@RequestMapping("/api/scripts/{id}/revisions")
class RevisionsController {
  private final RevisionRepository revisions;
  private final ScriptLookupRepository scripts;

  RevisionsController(RevisionRepository revisions, ScriptLookupRepository scripts) {
    this.revisions = revisions;
    this.scripts = scripts;
  }

  @Operation(summary = "List a script's revisions", description = "Newest first, without code.")
  @GetMapping
  RevisionList list(
      @AuthenticationPrincipal Actor actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = PageLimit.DEFAULT) int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int size = PageLimit.check(limit);
    if (scripts.find(actor.orgId(), id).isEmpty()) {
      throw ProblemException.notFound();
    }
    List<RevisionView> found = revisions.list(actor.orgId(), id, decode(cursor), size + 1);
    List<RevisionView> page = found.subList(0, Math.min(size, found.size()));
    return new RevisionList(page, found.size() > size ? encode(page.getLast().number()) : null);
  }

  @Operation(summary = "Read one revision with its code")
  @GetMapping("/{number}")
  RevisionView get(
      @AuthenticationPrincipal Actor actor, @PathVariable UUID id, @PathVariable int number) {
    return revisions.find(actor.orgId(), id, number).orElseThrow(ProblemException::notFound);
  }

  private static String encode(int number) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("r" + number).getBytes(StandardCharsets.US_ASCII));
  }

  private static int decode(@Nullable String cursor) {
    if (cursor == null) {
      return Integer.MAX_VALUE;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      if (text.startsWith("r")) {
        return Integer.parseInt(text.substring(1));
      }
    } catch (IllegalArgumentException e) {
      throw invalidCursor();
    }
    throw invalidCursor();
  }

  private static ProblemException invalidCursor() {
    return ProblemException.invalid(
        "cursor", "is not a cursor; take next_cursor of the answer before");
  }

  /** A page of revisions. */
  record RevisionList(List<RevisionView> revisions, @Nullable String nextCursor) {}
}
