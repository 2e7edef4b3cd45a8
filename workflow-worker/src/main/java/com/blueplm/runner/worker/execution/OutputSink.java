package com.blueplm.runner.worker.execution;

/** Takes masked output. */
@FunctionalInterface
public interface OutputSink {

  /** Takes {@code length} bytes from the start of {@code bytes}, which the caller uses again. */
  void write(byte[] bytes, int length);
}
