package com.blueplm.runner.worker.egress;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/** Connects to checked addresses. */
final class Upstream {

  private Upstream() {}

  /**
   * Tries the addresses in order; the time is shared, and the last one gets all that is left.
   *
   * @return a blocking channel
   * @throws IOException of the last address
   */
  static SocketChannel connect(
      Exchange exchange, List<InetAddress> addresses, int port, Duration patience)
      throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    IOException failure = new ConnectException("no address");
    for (int i = 0; i < addresses.size(); i++) {
      long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
      int millis = (int) (i == addresses.size() - 1 ? left : Math.max(1, left / 2));
      SocketChannel channel = exchange.with(SocketChannel.open());
      try {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.socket().connect(new InetSocketAddress(addresses.get(i), port), millis);
        return channel;
      } catch (IOException e) {
        channel.close();
        failure = e;
      }
    }
    throw failure;
  }

  /** The address of the other side. */
  static InetAddress addressOf(SocketChannel channel) throws IOException {
    return ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
  }
}
