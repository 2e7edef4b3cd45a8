package com.blueplm.runner.api.worker;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.run.AttemptClaims;
import com.blueplm.runner.api.run.AttemptWrites;
import com.blueplm.runner.api.run.RefusedWrites;
import com.blueplm.runner.api.run.RefusedWrites.Write;
import com.blueplm.runner.api.web.AnyText;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.OutputStream;
import com.blueplm.runner.contract.gateway.CheckpointReport;
import com.blueplm.runner.contract.gateway.ClaimAnswer;
import com.blueplm.runner.contract.gateway.ClaimRequest;
import com.blueplm.runner.contract.gateway.ConnectionReport;
import com.blueplm.runner.contract.gateway.FinishRequest;
import com.blueplm.runner.contract.gateway.GatewayPaths;
import com.blueplm.runner.contract.gateway.OutputAnswer;
import com.blueplm.runner.contract.gateway.ProgressReport;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The gateway's calls about one attempt; see {@link GatewayPaths}. */
@Hidden
@RestController
@RequestMapping("/worker/runs/{run}/attempts/{attempt}")
class AttemptController {
  private static final int MAX_OUTPUT_BYTES = 1 << 20;

  private final AttemptClaims claims;
  private final AttemptWrites writes;
  private final RefusedWrites refused;

  AttemptController(AttemptClaims claims, AttemptWrites writes, RefusedWrites refused) {
    this.claims = claims;
    this.writes = writes;
    this.refused = refused;
  }

  @PostMapping("/claim")
  ClaimAnswer claim(
      @PathVariable("run") UUID run,
      @PathVariable("attempt") int attempt,
      @RequestBody ClaimRequest request) {
    return refused.watchClaim(
        run, attempt, request.workerId(), () -> claims.claim(run, attempt, request));
  }

  @PostMapping(path = "/output", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  OutputAnswer output(
      @PathVariable("run") UUID run,
      @PathVariable("attempt") int attempt,
      @RequestHeader(GatewayPaths.CLAIM_ID) UUID claimId,
      @RequestParam("stream") String stream,
      @RequestParam("offset") long offset,
      @RequestParam(name = "end", defaultValue = "false") boolean end,
      HttpServletRequest request)
      throws IOException {
    if (offset < 0) {
      throw ProblemException.invalid("offset", offset + " is negative");
    }
    OutputStream named = streamOf(stream);
    byte[] bytes = bytesOf(request);
    return refused.watch(
        Write.OUTPUT,
        run,
        attempt,
        claimId,
        () -> new OutputAnswer(writes.append(run, attempt, claimId, named, offset, bytes, end)));
  }

  @PostMapping("/progress")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void progress(
      @PathVariable("run") UUID run,
      @PathVariable("attempt") int attempt,
      @RequestHeader(GatewayPaths.CLAIM_ID) UUID claimId,
      @RequestBody ProgressReport report) {
    refused.watch(
        Write.PROGRESS,
        run,
        attempt,
        claimId,
        () -> writes.progress(run, attempt, claimId, report));
  }

  @PostMapping("/checkpoint")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void checkpoint(
      @PathVariable("run") UUID run,
      @PathVariable("attempt") int attempt,
      @RequestHeader(GatewayPaths.CLAIM_ID) UUID claimId,
      @AnyText @RequestBody CheckpointReport report) {
    refused.watch(
        Write.CHECKPOINT,
        run,
        attempt,
        claimId,
        () -> writes.checkpoint(run, attempt, claimId, report));
  }

  @PostMapping("/connections")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void connections(
      @PathVariable("run") UUID run,
      @PathVariable("attempt") int attempt,
      @RequestHeader(GatewayPaths.CLAIM_ID) UUID claimId,
      @AnyText @RequestBody ConnectionReport report) {
    refused.watch(
        Write.CONNECTIONS,
        run,
        attempt,
        claimId,
        () -> writes.connections(run, attempt, claimId, report));
  }

  @PostMapping("/finish")
  Decision finish(
      @PathVariable("run") UUID run,
      @PathVariable("attempt") int attempt,
      @RequestHeader(GatewayPaths.CLAIM_ID) UUID claimId,
      @RequestBody FinishRequest request) {
    return refused.watch(
        Write.FINISH, run, attempt, claimId, () -> writes.finish(run, attempt, claimId, request));
  }

  private static OutputStream streamOf(String wire) {
    for (OutputStream stream : OutputStream.values()) {
      if (stream.wire().equals(wire)) {
        return stream;
      }
    }
    throw ProblemException.invalid("stream", "must be stdout or stderr");
  }

  private static byte[] bytesOf(HttpServletRequest request) throws IOException {
    byte[] bytes = request.getInputStream().readNBytes(MAX_OUTPUT_BYTES + 1);
    if (bytes.length > MAX_OUTPUT_BYTES) {
      throw ProblemException.of(
          ErrorCode.PAYLOAD_TOO_LARGE, "Send at most " + MAX_OUTPUT_BYTES + " bytes at once");
    }
    return bytes;
  }
}
