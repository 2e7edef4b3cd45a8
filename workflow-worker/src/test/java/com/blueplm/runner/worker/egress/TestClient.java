package com.blueplm.runner.worker.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Speaks to a gate byte by byte. */
final class TestClient implements AutoCloseable {

  final SocketChannel channel;

  TestClient(Path socket) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  TestClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  TestClient send(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    return this;
  }

  /** Up to the end of a head. */
  String readHead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")
        && channel.read(one.clear()) > 0) {
      bytes.write(one.get(0));
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  String read(int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && channel.read(buffer) > 0) {}
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
  }

  String readAll() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    while (channel.read(buffer.clear()) >= 0) {
      bytes.write(buffer.array(), 0, buffer.position());
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  /** Whether the proxy closed the connection without another byte, in one way or the other. */
  boolean isClosed() {
    try {
      return channel.read(ByteBuffer.allocate(1)) < 0;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
