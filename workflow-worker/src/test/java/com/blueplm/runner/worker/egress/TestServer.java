package com.blueplm.runner.worker.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP server on the loopback interface that does with each connection what it is told. */
final class TestServer implements AutoCloseable {

  private final ServerSocket server;
  private final Talk talk;
  final List<Socket> connections = new CopyOnWriteArrayList<>();
  final List<String> requests = new CopyOnWriteArrayList<>();

  TestServer(Talk talk) throws IOException {
    this(InetAddress.getByName("127.0.0.1"), talk);
  }

  TestServer(InetAddress address, Talk talk) throws IOException {
    this.server = new ServerSocket(0, 50, address);
    this.talk = talk;
    Thread.ofVirtual().name("test-server").start(this::accept);
  }

  /** A server that reads a head and answers with the same bytes each time. */
  static TestServer answering(String answer) throws IOException {
    return new TestServer(
        (server, socket) -> {
          server.requests.add(head(socket.getInputStream()));
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
          socket.shutdownOutput();
          socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        });
  }

  /** Reads up to and with an empty line. */
  static String head(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket socket = server.accept();
        connections.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      talk.with(this, socket);
    } catch (IOException e) {
      requests.add("broken: " + e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : connections) {
      socket.close();
    }
  }

  /** What the server does with a connection. */
  @FunctionalInterface
  interface Talk {
    void with(TestServer server, Socket socket) throws IOException;
  }
}
