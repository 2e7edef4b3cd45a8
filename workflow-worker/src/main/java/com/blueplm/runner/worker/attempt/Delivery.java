package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.OutputStream;
import com.blueplm.runner.contract.gateway.CheckpointReport;
import com.blueplm.runner.contract.gateway.FinishRequest;
import com.blueplm.runner.worker.egress.ConnectionSink;
import com.blueplm.runner.worker.gateway.AttemptSupersededException;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.gateway.GatewayRejectedException;
import com.blueplm.runner.worker.gateway.RetryingCall;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an attempt's output, connections, checkpoints and end to api-app, however long that takes,
 * then clears the disk.
 */
final class Delivery implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  private final GatewayClient gateway;
  private final LiveAttempt attempt;
  private final Spool spool;
  private final OutputPusher pusher;
  private final SpooledStream stdout;
  private final SpooledStream stderr;
  private final ConnectionPusher connectionPusher;
  private final SpooledConnections connections;
  private final CheckpointPusher checkpointPusher;

  private Delivery(
      GatewayClient gateway,
      LiveAttempt attempt,
      Spool spool,
      OutputPusher pusher,
      SpooledStream stdout,
      SpooledStream stderr,
      ConnectionPusher connectionPusher)
      throws IOException {
    this.gateway = gateway;
    this.attempt = attempt;
    this.spool = spool;
    this.pusher = pusher;
    this.stdout = stdout;
    this.stderr = stderr;
    this.connectionPusher = connectionPusher;
    this.connections = spool.openConnections(this::wakeConnections);
    this.checkpointPusher = new CheckpointPusher(gateway, attempt);
    spool.checkpoint().ifPresent(checkpointPusher::offer);
  }

  private void wakeConnections() {
    connectionPusher.wake(connections);
  }

  /** Opens the streams and delivers from now on what they hold. */
  static Delivery start(
      GatewayClient gateway, LiveAttempt attempt, Spool spool, OutputBudget budget)
      throws IOException {
    OutputPusher pusher = new OutputPusher(gateway, attempt);
    SpooledStream stdout = spool.open(OutputStream.STDOUT, budget, pusher::wake);
    SpooledStream stderr = spool.open(OutputStream.STDERR, budget, pusher::wake);
    pusher.start(stdout, stderr);
    return new Delivery(
        gateway, attempt, spool, pusher, stdout, stderr, new ConnectionPusher(gateway, attempt));
  }

  SpooledStream stdout() {
    return stdout;
  }

  SpooledStream stderr() {
    return stderr;
  }

  /** Takes the reports about the script's connections. */
  ConnectionSink connections() {
    return connections;
  }

  /** Delivers a checkpoint at once, or a newer one in its place; first it is safe on disk. */
  void checkpoint(String value) {
    CheckpointReport report = new CheckpointReport(value);
    try {
      spool.writeCheckpoint(report);
    } catch (IOException e) {
      log.warn(
          "A checkpoint of {} cannot be spooled; it is delivered unless this worker is lost now.",
          attempt.claim().key(),
          e);
    }
    checkpointPusher.offer(report);
  }

  /**
   * Delivers the rest of the output, the connections and the checkpoint, then the end, and removes
   * the spool.
   *
   * @throws AttemptSupersededException when another attempt took over
   */
  Decision complete(FinishRequest finish) throws IOException {
    try {
      CompletableFuture.allOf(
              pusher.seal(), connectionPusher.seal(connections), checkpointPusher.seal())
          .join();
      Decision decision =
          RetryingCall.call(
              () -> gateway.finish(attempt.claim(), finish), cause -> !attempt.isSuperseded());
      spool.delete();
      return decision;
    } catch (CompletionException e) {
      spool.delete();
      throw e.getCause() instanceof AttemptSupersededException superseded ? superseded : e;
    } catch (AttemptSupersededException | GatewayRejectedException e) {
      attempt.supersede();
      spool.delete();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    stdout.close();
    stderr.close();
    connections.close();
  }
}
