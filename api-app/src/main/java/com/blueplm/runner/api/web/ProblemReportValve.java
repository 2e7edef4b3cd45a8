package com.blueplm.runner.api.web;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.Problem;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.problem.ProblemWriter;
import com.blueplm.runner.api.problem.RequestId;
import java.io.IOException;
import java.io.Writer;
import java.util.UUID;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Answers what Tomcat refuses by itself (broken request lines, headers too long) as a problem. */
public final class ProblemReportValve extends ErrorReportValve {
  private static final Log log = LogFactory.getLog(ProblemReportValve.class);

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    String id = RequestId.of(request.getRequest());
    if (id.isEmpty()) {
      id = UUID.randomUUID().toString();
    }
    response.setHeader(RequestId.HEADER, id);
    SecurityHeaders.apply("/api/", response::setHeader);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setCharacterEncoding("utf-8");
    try {
      Writer writer = response.getReporter();
      if (writer != null) {
        writer.write(ProblemWriter.json(problem(status), id));
        response.finishResponse();
      }
    } catch (IOException gone) {
      log.debug("The caller has gone away; nobody reads the answer", gone);
    }
  }

  private static Problem problem(int code) {
    HttpStatus status = HttpStatus.resolve(code);
    return switch (status) {
      case null -> Problem.of(HttpStatus.BAD_REQUEST, ErrorCode.VALIDATION_FAILED, "Refused.");
      case NOT_FOUND -> Problem.of(ProblemException.notFound());
      case METHOD_NOT_ALLOWED ->
          Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "This method is not supported here.");
      case BAD_REQUEST ->
          Problem.of(
              ProblemException.invalid(
                  "request", "is not valid HTTP: its line or headers are broken or too long"));
      default ->
          status.is5xxServerError()
              ? Problem.of(status, ErrorCode.INTERNAL, "Something went wrong on our side.")
              : Problem.of(status, ErrorCode.VALIDATION_FAILED, status.getReasonPhrase());
    };
  }
}
