package com.blueplm.runner.worker.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers each connection to a unix socket with what it gets. */
final class EchoServer implements AutoCloseable {

  private final ServerSocketChannel channel;
  private final Path path;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  private EchoServer(ServerSocketChannel channel, Path path) {
    this.channel = channel;
    this.path = path;
  }

  static EchoServer at(Path path) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(path), 8);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
    EchoServer server = new EchoServer(channel, path);
    Thread.ofPlatform().daemon().name("echo-server").start(server::accept);
    return server;
  }

  Path path() {
    return path;
  }

  int mostAtOnce() {
    return mostAtOnce.get();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel connection = channel.accept();
        mostAtOnce.accumulateAndGet(open.incrementAndGet(), Math::max);
        Thread.ofVirtual().start(() -> echo(connection));
      }
    } catch (ClosedChannelException e) {
      // The test is over.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void echo(SocketChannel connection) {
    ByteBuffer buffer = ByteBuffer.allocate(32 * 1024);
    try (connection) {
      while (connection.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          connection.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException e) {
      // The client went away first.
    } finally {
      open.decrementAndGet();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }
}
