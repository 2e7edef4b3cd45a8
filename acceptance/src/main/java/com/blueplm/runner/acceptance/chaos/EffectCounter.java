package com.blueplm.runner.acceptance.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** The outside world of the scripts: a server on loopback that remembers who did what. */
final class EffectCounter implements AutoCloseable {
  private static final int FIELDS = 7;

  private final HttpServer server;
  private final Clock clock;
  private final List<Effect> effects = new CopyOnWriteArrayList<>();

  EffectCounter(Clock clock) {
    this.clock = clock;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::note);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  List<Effect> effects() {
    return List.copyOf(effects);
  }

  /** {@code /run id/run key/attempt/process/kind/checkpoint}. */
  private void note(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] fields = exchange.getRequestURI().getPath().split("/");
      boolean known = fields.length == FIELDS;
      if (known) {
        effects.add(
            new Effect(
                clock.instant(),
                fields[1],
                fields[2],
                Integer.parseInt(fields[3]),
                fields[4],
                fields[5],
                Integer.parseInt(fields[6])));
      }
      exchange.sendResponseHeaders(known ? 204 : 400, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
