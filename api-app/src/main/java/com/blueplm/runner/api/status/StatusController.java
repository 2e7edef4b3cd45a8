package com.blueplm.runner.api.status;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells launchers and load balancers whether to wait, to send requests or to restart. */
@Tag(name = "Status")
@SecurityRequirements
@RestController
class StatusController {
  private static final Logger log = LoggerFactory.getLogger(StatusController.class);
  private static final String OK = "ok";
  private static final String DOWN = "down";

  private final StatusRepository status;
  private final ObjectProvider<ReadinessPart> parts;

  StatusController(StatusRepository status, ObjectProvider<ReadinessPart> parts) {
    this.status = status;
    this.parts = parts;
  }

  @Operation(summary = "Alive", description = "200 as long as the process answers at all.")
  @GetMapping("/healthz")
  Map<String, String> health() {
    return Map.of("status", OK);
  }

  @Operation(
      summary = "Ready",
      description =
          "Names each part as ok or down and counts the workers seen within 5 s. 503 only when"
              + " Postgres is not ready; without the other parts requests are accepted and carried"
              + " out later.")
  @GetMapping("/readyz")
  ResponseEntity<Map<String, Object>> readiness() {
    OptionalInt workers = countWorkers();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("postgres", workers.isPresent() ? OK : DOWN);
    for (String name : List.of("temporal", "ledger_worker")) {
      body.put(name, DOWN);
    }
    parts.orderedStream().forEach(part -> body.put(part.name(), part.state()));
    body.put("workers", workers.orElse(0));
    HttpStatus answer = workers.isPresent() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE;
    return ResponseEntity.status(answer).header("Cache-Control", "no-store").body(body);
  }

  private OptionalInt countWorkers() {
    try {
      return OptionalInt.of(status.countLiveWorkers());
    } catch (DataAccessException e) {
      log.warn("Postgres is not ready; answering 503 at /readyz until it is", e);
      return OptionalInt.empty();
    }
  }
}
