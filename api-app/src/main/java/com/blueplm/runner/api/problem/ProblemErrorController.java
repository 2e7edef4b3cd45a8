package com.blueplm.runner.api.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers the errors that filters and the server itself report, as problems too. */
@Hidden
@Controller
class ProblemErrorController implements ErrorController {
  private final ProblemWriter writer;

  ProblemErrorController(ProblemWriter writer) {
    this.writer = writer;
  }

  @RequestMapping("${server.error.path:/error}")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    writer.write(request, response, problem(request));
  }

  private static Problem problem(HttpServletRequest request) {
    if (request.getDispatcherType() != DispatcherType.ERROR) {
      return Problem.of(ProblemException.notFound());
    }
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown) {
      return ProblemTranslator.translate(thrown);
    }
    return ProblemTranslator.ofStatus(
        status(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE)));
  }

  private static HttpStatus status(@Nullable Object code) {
    HttpStatus status = code instanceof Integer value ? HttpStatus.resolve(value) : null;
    return status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
  }
}
