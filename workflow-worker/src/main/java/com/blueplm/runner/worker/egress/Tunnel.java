package com.blueplm.runner.worker.egress;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries bytes both ways; each direction ends on its own. */
final class Tunnel {

  private static final Logger log = LoggerFactory.getLogger(Tunnel.class);
  private static final byte[] ESTABLISHED =
      "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Exchange exchange;
  private final SocketChannel client;
  private final SocketChannel server;
  private final ByteSink toServer;
  private final ByteSource fromServer;

  Tunnel(Exchange exchange, SocketChannel client, SocketChannel server) {
    this.exchange = exchange;
    this.client = client;
    this.server = server;
    this.toServer = exchange.towards(server);
    this.fromServer = new ByteSource(server, exchange.watch());
  }

  /** Says that the tunnel stands and carries until both sides have ended. */
  void run(RecordedConnection record) throws IOException, InterruptedException {
    exchange.out().write(ESTABLISHED);
    long before = exchange.out().total();
    try {
      Thread up =
          Thread.ofVirtual().name("egress-up").start(() -> carry(exchange.in(), toServer, server));
      carry(fromServer, exchange.out(), client);
      up.join();
    } finally {
      record.closed(toServer.total(), exchange.out().total() - before);
    }
  }

  private void carry(ByteSource from, ByteSink to, SocketChannel receiver) {
    try {
      from.transferTo(to);
      receiver.shutdownOutput();
    } catch (IOException e) {
      log.debug("A tunnel ends: {}", e.toString());
      exchange.close();
    }
  }
}
