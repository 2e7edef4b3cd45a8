package com.blueplm.runner.api.worker;

import com.blueplm.runner.api.dependency.LockResults;
import com.blueplm.runner.contract.gateway.GatewayPaths;
import com.blueplm.runner.contract.gateway.LockOrder;
import com.blueplm.runner.contract.gateway.LockResult;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The gateway's calls about locks of dependencies; see {@link GatewayPaths#lock}. */
@Hidden
@RestController
@RequestMapping("/worker/locks/{lock}")
class LockController {
  private final LockResults results;

  LockController(LockResults results) {
    this.results = results;
  }

  @GetMapping
  LockOrder order(@PathVariable("lock") UUID lock) {
    return results.order(lock);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void complete(@PathVariable("lock") UUID lock, @RequestBody LockResult result) {
    results.complete(lock, result);
  }
}
