package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.OutputStream;
import com.blueplm.runner.contract.gateway.CheckpointReport;
import com.blueplm.runner.contract.gateway.FinishRequest;
import com.blueplm.runner.worker.gateway.Claim;
import com.blueplm.runner.worker.gateway.GatewayJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of an attempt on disk until it is delivered: who claimed it, its output, its
 * connections, its newest checkpoint, and at the end how it ended. Outlives the worker process.
 */
final class Spool {

  private static final JsonMapper JSON = GatewayJson.mapper();
  private static final String ATTEMPT = "attempt.json";
  private static final String EXIT = "exit.json";
  private static final String CHECKPOINT = "checkpoint.json";
  private static final String CONNECTIONS = "connections.jsonl";

  private final Path directory;

  private Spool(Path directory) {
    this.directory = directory;
  }

  /** Makes the directory of a newly claimed attempt. */
  static Spool create(Path spools, Claim claim, Instant startedAt) throws IOException {
    Spool spool = new Spool(spools.resolve(claim.key()));
    // Left by an earlier claim of the same attempt whose worker died before it started anything.
    spool.delete();
    Files.createDirectory(spool.directory);
    spool.write(ATTEMPT, new Header(claim, startedAt));
    return spool;
  }

  /** The spools that an earlier worker process left. */
  static List<Spool> leftIn(Path spools) throws IOException {
    try (Stream<Path> entries = Files.list(spools)) {
      return entries.map(Spool::new).toList();
    }
  }

  /** Who claimed the attempt; empty when the worker died before it knew. */
  Optional<Header> header() {
    return read(ATTEMPT, Header.class);
  }

  /** How the attempt ended; empty when its worker died before that. */
  Optional<FinishRequest> exit() {
    return read(EXIT, FinishRequest.class);
  }

  void writeExit(FinishRequest exit) throws IOException {
    write(EXIT, exit);
  }

  /** The newest checkpoint, delivered or not; empty without one. */
  Optional<CheckpointReport> checkpoint() {
    return read(CHECKPOINT, CheckpointReport.class);
  }

  void writeCheckpoint(CheckpointReport checkpoint) throws IOException {
    write(CHECKPOINT, checkpoint);
  }

  SpooledStream open(OutputStream stream, OutputBudget budget, Runnable onData) throws IOException {
    return SpooledStream.open(directory.resolve(stream.wire()), budget, onData);
  }

  SpooledConnections openConnections(Runnable onData) throws IOException {
    return SpooledConnections.open(directory.resolve(CONNECTIONS), onData);
  }

  void delete() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.toList()) {
        Files.delete(entry);
      }
    }
    Files.delete(directory);
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  private void write(String name, Object value) throws IOException {
    Path unfinished = directory.resolve(name + ".new");
    Files.write(unfinished, JSON.writeValueAsBytes(value));
    Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private <T> Optional<T> read(String name, Class<T> type) {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(directory.resolve(name)), type));
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }

  /** The claim and when the attempt began. */
  record Header(Claim claim, Instant startedAt) {}
}
