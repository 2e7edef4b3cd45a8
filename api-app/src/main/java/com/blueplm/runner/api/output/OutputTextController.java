package com.blueplm.runner.api.output;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The whole output of a run as plain text. */
@RestController
class OutputTextController {
  private final OutputText text;

  OutputTextController(OutputText text) {
    this.text = text;
  }

  @GetMapping("/api/runs/{id}/output.txt")
  void write(
      @AuthenticationPrincipal Actor actor,
      @PathVariable UUID id,
      @RequestParam(name = "stream", defaultValue = "both") String stream,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    StreamFilter filter = StreamFilter.parse(stream);
    OutputText.Opened opened =
        text.open(actor.orgId(), id, filter).orElseThrow(ProblemException::notFound);
    response.setContentType("text/plain; charset=utf-8");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        "inline; filename=\"run-%s-%s.txt\"".formatted(id, filter.name()));
    if (!request.getMethod().equals("HEAD")) {
      opened.writeTo(response.getOutputStream());
    }
  }
}
