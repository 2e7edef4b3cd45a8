package com.blueplm.runner.api.script;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.web.Cursor;
import com.blueplm.runner.api.web.PageLimit;
import com.blueplm.runner.contract.RunStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Scripts over HTTP. */
@Tag(name = "Scripts")
@RestController
@RequestMapping("/api/scripts")
class ScriptsController {
  private static final String DEPENDENCIES =
      "Dependencies in the code's inline metadata (PEP 723) are locked before anything is saved: up"
          + " to 30 s. What cannot be locked is 400 on `code` with the line. Without an answer in"
          + " time the revision is saved but not live: see `pending_revision` and `dependencies`.";

  private final ScriptSaving saving;
  private final ScriptEditing editing;
  private final ScriptRepository scripts;
  private final ScriptViews views;
  private final ScriptAnswers answers;

  ScriptsController(
      ScriptSaving saving,
      ScriptEditing editing,
      ScriptRepository scripts,
      ScriptViews views,
      ScriptAnswers answers) {
    this.saving = saving;
    this.editing = editing;
    this.scripts = scripts;
    this.views = views;
    this.answers = answers;
  }

  @Operation(
      summary = "List scripts",
      description = "Newest first, without code. `search` looks in names and descriptions.")
  @GetMapping
  ScriptList list(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(required = false) @Nullable String search,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable Boolean active,
      @RequestParam(defaultValue = PageLimit.DEFAULT) int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int size = PageLimit.check(limit);
    List<StoredScript> found =
        scripts.list(
            actor.orgId(),
            new ScriptRepository.Filter(checkSearch(search), checkStatus(status), active),
            Cursor.parse(cursor),
            size + 1);
    List<StoredScript> page = found.subList(0, Math.min(size, found.size()));
    return new ScriptList(views.of(page), found.size() > size ? cursorOf(page.getLast()) : null);
  }

  @Operation(
      summary = "Create a script",
      description =
          "Needs `name` and `code`; everything else has a default. `message` may say what the"
              + " first revision is about. A taken name is answered 409 NAME_TAKEN. "
              + DEPENDENCIES)
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content = @Content(schema = @Schema(implementation = ScriptView.class)))
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ScriptView create(
      @AuthenticationPrincipal Actor actor,
      @RequestBody JsonNode body,
      HttpServletResponse response) {
    StoredScript created = saving.create(actor, object(body));
    response.setHeader(HttpHeaders.LOCATION, URI.create("/api/scripts/" + created.id()).toString());
    return answers.of(created, response);
  }

  @Operation(summary = "Read a script", description = "The header ETag names its last edit.")
  @GetMapping("/{id}")
  ScriptView get(
      @AuthenticationPrincipal Actor actor, @PathVariable UUID id, HttpServletResponse response) {
    return answers.of(actor, id, response);
  }

  @Operation(
      summary = "Replace a script",
      description =
          "Absent settings get their defaults. With If-Match, an edit in between is answered 412"
              + " REVISION_CONFLICT. `message` may say what a new revision is about. "
              + DEPENDENCIES)
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content = @Content(schema = @Schema(implementation = ScriptView.class)))
  @PutMapping("/{id}")
  ScriptView replace(
      @AuthenticationPrincipal Actor actor,
      @PathVariable UUID id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody JsonNode body,
      HttpServletResponse response) {
    return answers.of(saving.replace(actor, id, ifMatch, object(body)), response);
  }

  @Operation(
      summary = "Change some of a script",
      description =
          "A JSON merge patch (RFC 7396); null resets a setting to its default. " + DEPENDENCIES)
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content = @Content(schema = @Schema(implementation = ScriptView.class)))
  @PatchMapping(
      path = "/{id}",
      consumes = {MediaType.APPLICATION_JSON_VALUE, "application/merge-patch+json"})
  ScriptView patch(
      @AuthenticationPrincipal Actor actor,
      @PathVariable UUID id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody JsonNode body,
      HttpServletResponse response) {
    return answers.of(saving.patch(actor, id, ifMatch, object(body)), response);
  }

  @Operation(
      summary = "Delete a script",
      description = "Ends its schedule and cancels its open runs; runs stay readable.")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(
      @AuthenticationPrincipal Actor actor,
      @PathVariable UUID id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    editing.delete(actor, id, ifMatch);
  }

  private static ObjectNode object(JsonNode body) {
    if (body instanceof ObjectNode object) {
      return object;
    }
    throw ProblemException.invalid("body", "must be a JSON object");
  }

  private static @Nullable String checkSearch(@Nullable String search) {
    if (search != null && search.length() > 200) {
      throw ProblemException.invalid("search", "must have at most 200 characters");
    }
    return search == null || search.isEmpty() ? null : search;
  }

  private static @Nullable String checkStatus(@Nullable String status) {
    if (status != null && !FieldReader.wireNames(RunStatus.class).containsKey(status)) {
      throw ProblemException.invalid(
          "status",
          "must be one of " + String.join(", ", FieldReader.wireNames(RunStatus.class).keySet()));
    }
    return status;
  }

  private static String cursorOf(StoredScript last) {
    return new Cursor(last.createdAt(), last.id()).encode();
  }

  /** A page of scripts. */
  record ScriptList(List<ScriptView> scripts, @Nullable String nextCursor) {}
}
