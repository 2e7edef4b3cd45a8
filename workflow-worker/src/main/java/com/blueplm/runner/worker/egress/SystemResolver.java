package com.blueplm.runner.worker.egress;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The machine's own resolver, on threads of its own since the C library cannot be interrupted. */
final class SystemResolver implements NameResolver, AutoCloseable {

  private static final int THREADS = 64;
  private static final int WAITING = 1024;

  private final Duration patience;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          30,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("resolve-", 0).factory());

  SystemResolver(Duration patience) {
    this.patience = patience;
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public List<InetAddress> resolve(String host) throws IOException {
    try {
      Future<InetAddress[]> answer = threads.submit(() -> InetAddress.getAllByName(host));
      return List.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      UnknownHostException unknown = new UnknownHostException(host);
      unknown.initCause(e.getCause());
      throw unknown;
    } catch (TimeoutException | RejectedExecutionException e) {
      SocketTimeoutException late = new SocketTimeoutException("nobody answered for " + host);
      late.initCause(e);
      throw late;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while asking for " + host);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
