package com.blueplm.runner.worker.dependencies;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A "simple" package index (PEP 503) over loopback. */
public final class PackageIndex implements AutoCloseable {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final Map<String, Map<String, byte[]>> packages = new ConcurrentHashMap<>();
  private final Map<String, byte[]> tampered = new ConcurrentHashMap<>();
  private volatile @Nullable CountDownLatch hold;
  private volatile boolean held;

  /** The files that were fetched. */
  final List<String> downloads = new CopyOnWriteArrayList<>();

  /** The credentials that came with requests. */
  final List<String> credentials = new CopyOnWriteArrayList<>();

  public PackageIndex() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/simple/", this::list);
    server.createContext("/files/", this::file);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/simple");
  }

  URI url(String credentials) {
    return URI.create(
        "http://" + credentials + "@127.0.0.1:" + server.getAddress().getPort() + "/simple");
  }

  public PackageIndex add(Wheel wheel) {
    return add(wheel.name, wheel.fileName(), wheel.bytes());
  }

  PackageIndex add(String name, String fileName, byte[] bytes) {
    packages.computeIfAbsent(name, none -> new TreeMap<>()).put(fileName, bytes);
    return this;
  }

  /** Serves other bytes than those whose hash is listed. */
  void tamper(Wheel original, Wheel other) {
    tampered.put(original.fileName(), other.bytes());
  }

  /** From now on downloads wait until the latch is counted down. */
  public CountDownLatch holdDownloads() {
    CountDownLatch latch = new CountDownLatch(1);
    hold = latch;
    return latch;
  }

  /** Whether a download has waited. */
  public boolean isHolding() {
    return held;
  }

  private void list(HttpExchange exchange) throws IOException {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (given != null) {
      credentials.add(given);
    }
    String name = exchange.getRequestURI().getPath().replaceAll("^/simple/|/$", "");
    Map<String, byte[]> files = packages.get(name);
    if (files == null) {
      answer(exchange, 404, "text/plain", new byte[0]);
      return;
    }
    StringBuilder html = new StringBuilder("<!DOCTYPE html><html><body>\n");
    files.forEach(
        (file, bytes) ->
            html.append(
                "<a href=\"/files/%s#sha256=%s\">%s</a><br>\n"
                    .formatted(file, sha256(bytes), file)));
    byte[] page = html.append("</body></html>").toString().getBytes(StandardCharsets.UTF_8);
    answer(exchange, 200, "text/html", page);
  }

  private void file(HttpExchange exchange) throws IOException {
    String file = exchange.getRequestURI().getPath().substring("/files/".length());
    if (exchange.getRequestMethod().equals("HEAD")) {
      answer(exchange, 200, "application/octet-stream", new byte[0]);
      return;
    }
    downloads.add(file);
    CountDownLatch latch = hold;
    if (latch != null) {
      held = true;
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        exchange.close();
        return;
      }
    }
    for (Map<String, byte[]> files : packages.values()) {
      if (files.containsKey(file)) {
        byte[] bytes = tampered.getOrDefault(file, files.get(file));
        answer(exchange, 200, "application/octet-stream", bytes);
        return;
      }
    }
    answer(exchange, 404, "text/plain", new byte[0]);
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
