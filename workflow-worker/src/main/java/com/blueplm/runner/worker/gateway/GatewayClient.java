package com.blueplm.runner.worker.gateway;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.OutputStream;
import com.blueplm.runner.contract.gateway.CheckpointReport;
import com.blueplm.runner.contract.gateway.ClaimAnswer;
import com.blueplm.runner.contract.gateway.ClaimRequest;
import com.blueplm.runner.contract.gateway.ConnectionReport;
import com.blueplm.runner.contract.gateway.FinishRequest;
import com.blueplm.runner.contract.gateway.GatewayPaths;
import com.blueplm.runner.contract.gateway.LineAnswer;
import com.blueplm.runner.contract.gateway.LineRequest;
import com.blueplm.runner.contract.gateway.LockOrder;
import com.blueplm.runner.contract.gateway.LockResult;
import com.blueplm.runner.contract.gateway.OutputAnswer;
import com.blueplm.runner.contract.gateway.ProgressReport;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The worker gateway of api-app. Each method makes one call and throws {@link
 * GatewayUnavailableException} when it may be repeated, {@link AttemptSupersededException} when the
 * attempt is over and {@link GatewayRejectedException} when repeating is pointless.
 */
public final class GatewayClient implements AutoCloseable {

  /** Well below the heartbeat timeout: a claim is made by the thread that heartbeats. */
  private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(3);

  private static final Duration LINE_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration PROGRESS_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

  private final JsonMapper json = GatewayJson.mapper();
  private final GatewayHttp http;

  public GatewayClient(URI apiUrl, Path workerKeyFile) {
    this.http = new GatewayHttp(apiUrl, new WorkerKey(workerKeyFile));
  }

  /** Takes an attempt. The same request may be sent again after a lost answer. */
  public ClaimAnswer claim(UUID runId, int attempt, ClaimRequest request) {
    return post(
        GatewayPaths.claim(runId, attempt), null, request, CLAIM_TIMEOUT, ClaimAnswer.class);
  }

  /** Appends bytes to a stream of the attempt; {@code end} says that none follow. */
  public OutputAnswer output(
      Claim claim, OutputStream stream, long offset, boolean end, byte[] bytes) {
    String path =
        GatewayPaths.output(claim.runId(), claim.attempt())
            + ("?stream=" + stream.wire() + "&offset=" + offset + "&end=" + end);
    GatewayHttp.Call call =
        GatewayHttp.Call.post(
            path,
            claim.claimId(),
            "application/octet-stream",
            BodyPublishers.ofByteArray(bytes),
            WRITE_TIMEOUT);
    return read(http.post(call), OutputAnswer.class);
  }

  /** Tells how far the script says it is. */
  public void progress(Claim claim, ProgressReport report) {
    String path = GatewayPaths.progress(claim.runId(), claim.attempt());
    var unused = send(path, claim.claimId(), report, PROGRESS_TIMEOUT);
  }

  /** Stores where the next attempt may go on. */
  public void checkpoint(Claim claim, CheckpointReport report) {
    String path = GatewayPaths.checkpoint(claim.runId(), claim.attempt());
    var unused = send(path, claim.claimId(), report, WRITE_TIMEOUT);
  }

  /** Tells of connections that the script made or tried to make. */
  public void connections(Claim claim, ConnectionReport report) {
    String path = GatewayPaths.connections(claim.runId(), claim.attempt());
    var unused = send(path, claim.claimId(), report, WRITE_TIMEOUT);
  }

  /** Ends the attempt. */
  public Decision finish(Claim claim, FinishRequest request) {
    String path = GatewayPaths.finish(claim.runId(), claim.attempt());
    return post(path, claim.claimId(), request, WRITE_TIMEOUT, Decision.class);
  }

  /** What is to be locked. */
  public LockOrder lockOrder(UUID lockId) {
    return read(http.get(GatewayPaths.lock(lockId), WRITE_TIMEOUT), LockOrder.class);
  }

  /** Sends the lock, or why there is none. */
  public void lockResult(UUID lockId, LockResult result) {
    var unused = send(GatewayPaths.lock(lockId), null, result, WRITE_TIMEOUT);
  }

  /** Says what lives here and hears what to do. */
  public LineAnswer line(LineRequest request) {
    return post(GatewayPaths.LINE, null, request, LINE_TIMEOUT, LineAnswer.class);
  }

  private <T> T post(
      String path, @Nullable UUID claimId, Object body, Duration timeout, Class<T> type) {
    return read(send(path, claimId, body, timeout), type);
  }

  private <T> T read(byte[] body, Class<T> type) {
    try {
      return json.readValue(body, type);
    } catch (JacksonException e) {
      throw new GatewayUnavailableException(
          "an answer is not a " + type.getSimpleName() + "; is runner.api-url really api-app?", e);
    }
  }

  private byte[] send(String path, @Nullable UUID claimId, Object body, Duration timeout) {
    return http.post(
        GatewayHttp.Call.post(
            path,
            claimId,
            "application/json",
            BodyPublishers.ofByteArray(json.writeValueAsBytes(body)),
            timeout));
  }

  @Override
  public void close() {
    http.close();
  }
}
