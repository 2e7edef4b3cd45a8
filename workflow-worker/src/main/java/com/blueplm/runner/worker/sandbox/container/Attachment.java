package com.blueplm.runner.worker.sandbox.container;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of a container as the engine passes it on. Backpressure reaches the command: the
 * engine is read no faster than both streams are.
 */
final class Attachment extends ResultCallback.Adapter<Frame> {

  private static final Logger log = LoggerFactory.getLogger(Attachment.class);

  private final HandOver stdout = new HandOver();
  private final HandOver stderr = new HandOver();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  InputStream stdout() {
    return stdout;
  }

  InputStream stderr() {
    return stderr;
  }

  /** Completes when the engine sends no more, for whatever reason. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** Ends both streams when the engine sends no more or patience ends. */
  void endAfter(Duration patience) {
    try {
      ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("The engine did not end the output of a container in time; it is cut here.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stdout.end();
    stderr.end();
  }

  /** Adds a line to what was written to stderr. */
  void lastWords(String text) {
    try {
      stderr.put(text.getBytes(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onNext(Frame frame) {
    try {
      (frame.getStreamType() == StreamType.STDERR ? stderr : stdout).put(frame.getPayload());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onError(Throwable failure) {
    log.debug("The engine's output broke off; the engine is asked what became of it.", failure);
    super.onError(failure);
    ended.complete(null);
  }

  @Override
  public void onComplete() {
    super.onComplete();
    ended.complete(null);
  }

  /**
   * Reads no more and lets the engine go. Not {@link #close()}: the client calls that at the end of
   * the output too, when pieces are still to be read.
   */
  void abandon() {
    stdout.close();
    stderr.close();
    try {
      close();
    } catch (IOException e) {
      log.debug("The output of a container could not be closed in order; it is gone anyway.", e);
    }
  }
}
