package com.blueplm.runner.worker.sandbox.container;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's line to {@code script-init} in a container: a unix socket that takes one connection.
 *
 * <p>Worker to init: the environment, each {@code NAME=value} ended by a zero byte and all by an
 * empty one; later the byte {@code T} to send TERM to the command. The end of the line, which also
 * the worker's own death brings, tells init to kill everything. Init to worker: the line {@code
 * oom} as soon as the kernel ended a process at the memory limit; last the report.
 *
 * <p>So the environment lies neither on a disk nor with the engine, and a tree can be ended while
 * the engine is down.
 */
final class ControlChannel implements AutoCloseable {

  static final String OUT_OF_MEMORY = "oom";

  private static final Logger log = LoggerFactory.getLogger(ControlChannel.class);
  private static final byte TERM = 'T';

  private final ServerSocketChannel listener;
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final CompletableFuture<Void> memoryExceeded = new CompletableFuture<>();
  private final CompletableFuture<Optional<InitReport>> ended = new CompletableFuture<>();
  private @Nullable SocketChannel line;
  private boolean killed;

  private ControlChannel(ServerSocketChannel listener) {
    this.listener = listener;
  }

  /**
   * Listens for the init of one container.
   *
   * @throws IOException when the socket cannot be made: its path may hold about 100 bytes
   */
  static ControlChannel open(Path socket, Map<String, String> environment) throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    ControlChannel channel = new ControlChannel(listener);
    try {
      listener.bind(UnixDomainSocketAddress.of(socket), 1);
    } catch (IOException e) {
      channel.close();
      throw new IOException("The socket %s cannot be made: %s".formatted(socket, e), e);
    }
    Thread.ofVirtual().name("container-control").start(() -> channel.serve(encode(environment)));
    return channel;
  }

  /** Completes when init has the command's environment, so that the command may run. */
  CompletableFuture<Void> connected() {
    return connected;
  }

  /** Completes when the kernel ended a process at the memory limit; else never. */
  CompletableFuture<Void> memoryExceeded() {
    return memoryExceeded;
  }

  /** Completes at the end of the line, with init's report when there was one. */
  CompletableFuture<Optional<InitReport>> ended() {
    return ended;
  }

  /** Sends TERM to the command. */
  synchronized void terminate() {
    if (line != null && !killed) {
      send(line, ByteBuffer.wrap(new byte[] {TERM}));
    }
  }

  /** Tells init, now or as soon as it comes, to kill everything. */
  synchronized void kill() {
    killed = true;
    if (line != null) {
      endOf(line);
    }
  }

  /** Ends the line. */
  @Override
  public synchronized void close() {
    killed = true;
    quietly(listener);
    if (line != null) {
      quietly(line);
    }
  }

  private void serve(ByteBuffer environment) {
    Optional<InitReport> report = Optional.empty();
    try (SocketChannel init = accept()) {
      // Nobody else gets a connection: the command can see the socket.
      listener.close();
      if (adopt(init, environment)) {
        connected.complete(null);
      }
      report = listen(init);
    } catch (IOException e) {
      log.debug("The line to a container ended; its engine is asked what became of it.", e);
    } finally {
      close();
      ended.complete(report);
    }
  }

  private SocketChannel accept() throws IOException {
    return listener.accept();
  }

  private synchronized boolean adopt(SocketChannel init, ByteBuffer environment) {
    line = init;
    if (killed) {
      endOf(init);
      return false;
    }
    return send(init, environment);
  }

  private Optional<InitReport> listen(SocketChannel init) throws IOException {
    Optional<InitReport> report = Optional.empty();
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(init), StandardCharsets.UTF_8));
    for (String said = lines.readLine(); said != null; said = lines.readLine()) {
      if (said.equals(OUT_OF_MEMORY)) {
        memoryExceeded.complete(null);
      } else {
        report = Optional.of(InitReport.of(said));
      }
    }
    if (report.filter(InitReport::memoryExceeded).isPresent()) {
      memoryExceeded.complete(null);
    }
    return report;
  }

  private static boolean send(SocketChannel init, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        init.write(bytes);
      }
      return true;
    } catch (IOException e) {
      log.debug("A container's init has gone; its end is seen by the reader.", e);
      return false;
    }
  }

  private static void endOf(SocketChannel init) {
    try {
      init.shutdownOutput();
    } catch (IOException e) {
      log.debug("A container's init has gone; its end is seen by the reader.", e);
    }
  }

  private static void quietly(AutoCloseable channel) {
    try {
      channel.close();
    } catch (Exception e) {
      log.debug("A socket could not be closed in order; it is gone anyway.", e);
    }
  }

  private static ByteBuffer encode(Map<String, String> environment) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    environment.forEach(
        (name, value) -> {
          bytes.writeBytes((name + "=" + value).getBytes(StandardCharsets.UTF_8));
          bytes.write(0);
        });
    bytes.write(0);
    return ByteBuffer.wrap(bytes.toByteArray());
  }
}
