package com.blueplm.runner.worker.gateway;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.gateway.CheckpointReport;
import com.blueplm.runner.contract.gateway.ClaimAnswer;
import com.blueplm.runner.contract.gateway.ClaimRequest;
import com.blueplm.runner.contract.gateway.ConnectionReport;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.contract.gateway.FinishRequest;
import com.blueplm.runner.contract.gateway.GatewayPaths;
import com.blueplm.runner.contract.gateway.LineAnswer;
import com.blueplm.runner.contract.gateway.LineRequest;
import com.blueplm.runner.contract.gateway.OutputAnswer;
import com.blueplm.runner.contract.gateway.ProgressReport;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A small real HTTP server that behaves like the worker gateway, in memory. */
public final class GatewayServer implements AutoCloseable {

  private static final String KEY = "key-of-the-worker";

  private final JsonMapper json = GatewayJson.mapper();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final Path keyFile;
  private final Map<String, ByteArrayOutputStream> streams = new ConcurrentHashMap<>();

  public final Map<UUID, ExecutionOrder> orders = new ConcurrentHashMap<>();
  public final List<ClaimRequest> claims = new CopyOnWriteArrayList<>();
  public final List<FinishRequest> finishes = new CopyOnWriteArrayList<>();
  public final List<ProgressReport> progress = new CopyOnWriteArrayList<>();
  public final List<LineRequest> lines = new CopyOnWriteArrayList<>();
  public final List<LineAnswer.Command> commands = new CopyOnWriteArrayList<>();
  public final Map<Integer, ConnectionReport.Connection> connections =
      new ConcurrentSkipListMap<>();
  public final AtomicInteger connectionReports = new AtomicInteger();
  public final AtomicInteger pushes = new AtomicInteger();
  public final AtomicInteger refused = new AtomicInteger();
  public volatile boolean down;
  public final List<String> checkpoints = new CopyOnWriteArrayList<>();

  /** Checkpoints and finishes in the order in which they came. */
  public final List<String> calls = new CopyOnWriteArrayList<>();

  public volatile boolean rejectConnections;
  public volatile boolean rejectCheckpoints;
  public volatile boolean superseded;
  public volatile boolean loseNextAnswer;
  public volatile @Nullable Decision claimDecision;
  public volatile Decision decision = Decision.done();
  public volatile String expectedKey = KEY;
  public volatile @Nullable UUID lastClaimHeader;

  public GatewayServer(Path directory) throws IOException {
    keyFile = Files.writeString(directory.resolve("worker-key"), KEY + "\n");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/worker/", this::handle);
    server.createContext("/plm/", this::plm);
    server.start();
  }

  public GatewayClient client() {
    return new GatewayClient(url(), keyFile);
  }

  public Path keyFile() {
    return keyFile;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  public String text(UUID runId, String stream) {
    return stream(runId, stream).toString(StandardCharsets.UTF_8);
  }

  public byte[] bytes(UUID runId, String stream) {
    return stream(runId, stream).toByteArray();
  }

  private ByteArrayOutputStream stream(UUID runId, String stream) {
    return streams.computeIfAbsent(runId + stream, key -> new ByteArrayOutputStream());
  }

  /** Says what it was asked, as the PLM data API's stand-in. */
  private void plm(HttpExchange exchange) throws IOException {
    try (exchange) {
      String key = exchange.getRequestHeaders().getFirst("Authorization");
      byte[] body = exchange.getRequestBody().readAllBytes();
      answer(
          exchange,
          200,
          "{\"asked\":\""
              + exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + " "
              + key
              + " "
              + body.length
              + "\"}");
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (down) {
        refused.incrementAndGet();
        answer(exchange, 503, "{\"code\":\"INTERNAL\"}");
        return;
      }
      String key = exchange.getRequestHeaders().getFirst("Authorization");
      if (!("Bearer " + expectedKey).equals(key)) {
        refused.incrementAndGet();
        answer(exchange, 401, "{\"code\":\"UNAUTHENTICATED\"}");
        return;
      }
      Optional.ofNullable(exchange.getRequestHeaders().getFirst(GatewayPaths.CLAIM_ID))
          .ifPresent(id -> lastClaimHeader = UUID.fromString(id));
      if (superseded && !path.equals(GatewayPaths.LINE)) {
        answer(exchange, 409, "{\"code\":\"ATTEMPT_SUPERSEDED\"}");
        return;
      }
      String reply = reply(exchange, path, body);
      if (reply == null) {
        answer(exchange, 404, "{\"code\":\"NOT_FOUND\"}");
        return;
      }
      if (loseNextAnswer) {
        loseNextAnswer = false;
        return;
      }
      answer(exchange, reply.isEmpty() ? 204 : 200, reply);
    }
  }

  private @Nullable String reply(HttpExchange exchange, String path, byte[] body) {
    if (path.equals(GatewayPaths.LINE)) {
      lines.add(json.readValue(body, LineRequest.class));
      return json.writeValueAsString(new LineAnswer(4000, List.copyOf(commands)));
    }
    String[] parts = path.split("/");
    UUID runId = UUID.fromString(parts[3]);
    return switch (parts[6]) {
      case "claim" -> {
        claims.add(json.readValue(body, ClaimRequest.class));
        yield json.writeValueAsString(new ClaimAnswer(orders.get(runId), claimDecision));
      }
      case "progress" -> {
        progress.add(json.readValue(body, ProgressReport.class));
        yield "";
      }
      case "checkpoint" -> {
        if (rejectCheckpoints) {
          yield null;
        }
        checkpoints.add(json.readValue(body, CheckpointReport.class).value());
        calls.add("checkpoint");
        yield "";
      }
      case "connections" -> {
        if (rejectConnections) {
          yield null;
        }
        for (ConnectionReport.Connection each :
            json.readValue(body, ConnectionReport.class).connections()) {
          connections.put(each.number(), each);
        }
        connectionReports.incrementAndGet();
        yield "";
      }
      case "finish" -> {
        calls.add("finish");
        finishes.add(json.readValue(body, FinishRequest.class));
        yield json.writeValueAsString(decision);
      }
      case "output" -> append(exchange, runId, body);
      default -> throw new IllegalArgumentException(path);
    };
  }

  /** Appends as the real gateway does: trims overlap, refuses gaps by naming the next offset. */
  private String append(HttpExchange exchange, UUID runId, byte[] body) {
    pushes.incrementAndGet();
    Map<String, String> query = new ConcurrentHashMap<>();
    for (String pair : exchange.getRequestURI().getQuery().split("&")) {
      query.put(pair.split("=")[0], pair.split("=")[1]);
    }
    ByteArrayOutputStream stream = stream(runId, query.getOrDefault("stream", ""));
    synchronized (stream) {
      long offset = Long.parseLong(query.getOrDefault("offset", "0"));
      int known = (int) (stream.size() - offset);
      if (known >= 0 && known < body.length) {
        stream.write(body, known, body.length - known);
      }
      return json.writeValueAsString(new OutputAnswer(stream.size()));
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Writes another key into the worker's file. */
  public void writeKey(String key) {
    try {
      Files.writeString(keyFile, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
