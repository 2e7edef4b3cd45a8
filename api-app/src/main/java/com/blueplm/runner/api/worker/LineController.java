package com.blueplm.runner.api.worker;

import com.blueplm.runner.contract.gateway.GatewayPaths;
import com.blueplm.runner.contract.gateway.LineAnswer;
import com.blueplm.runner.contract.gateway.LineRequest;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The workers' line; see {@link GatewayPaths#LINE}. */
@Hidden
@RestController
class LineController {
  private final WorkerLines lines;

  LineController(WorkerLines lines) {
    this.lines = lines;
  }

  @PostMapping(GatewayPaths.LINE)
  LineAnswer line(@RequestBody LineRequest request) {
    return lines.speak(request);
  }
}
