package com.blueplm.runner.api.worker;

import com.blueplm.runner.api.run.RefusedWrites;
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
  private final RefusedWrites refused;

  LineController(WorkerLines lines, RefusedWrites refused) {
    this.lines = lines;
    this.refused = refused;
  }

  @PostMapping(GatewayPaths.LINE)
  LineAnswer line(@RequestBody LineRequest request) {
    LineAnswer answer = lines.speak(request);
    for (LineAnswer.Command command : answer.commands()) {
      if (command.kind() == LineAnswer.Kind.SUPERSEDED) {
        refused.line(command.runId(), command.attempt(), request.workerId());
      }
    }
    return answer;
  }
}
