package com.blueplm.runner.api.events;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.output.OutputReader;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.run.RunViews;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** A run's status changes and output as they happen. */
@RestController
class RunEventsController {
  private final OutputReader output;
  private final RunViews views;
  private final EventPump pump;
  private final JsonMapper json;
  private final Clock clock;

  RunEventsController(
      OutputReader output, RunViews views, EventPump pump, JsonMapper json, Clock clock) {
    this.output = output;
    this.views = views;
    this.pump = pump;
    this.json = json;
    this.clock = clock;
  }

  @GetMapping("/api/runs/{id}/events")
  void events(
      @AuthenticationPrincipal Actor actor,
      @PathVariable UUID id,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
      @RequestParam(name = "last_event_id", required = false) @Nullable String firstEventId,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    ResumePoint seen = seen(lastEventId, firstEventId);
    if (output.status(actor.orgId(), id).isEmpty()) {
      throw ProblemException.notFound();
    }
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding("utf-8");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    response.setHeader("X-Accel-Buffering", "no");
    if (request.getMethod().equals("HEAD")) {
      return;
    }
    response.flushBuffer();
    EventWriter writer = new EventWriter(response.getOutputStream(), json, clock);
    pump.run(id, new RunEventStream(output, views, actor.orgId(), id, seen, writer), writer);
  }

  /** The header wins: a browser that reconnects repeats the address it was first given. */
  private static ResumePoint seen(@Nullable String header, @Nullable String parameter) {
    String id = header == null || header.isEmpty() ? parameter : header;
    return id == null ? ResumePoint.START : ResumePoint.parse(id);
  }
}
