package com.blueplm.runner.api.web;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request whose body ends with a refusal once it is too long; for bodies of unknown length. */
final class LimitedRequest extends HttpServletRequestWrapper {
  static final String TOO_LARGE = "The body is larger than 8 MiB; send less at once.";

  private @Nullable ServletInputStream limited;

  LimitedRequest(HttpServletRequest request) {
    super(request);
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (limited == null) {
      limited = new LimitedStream(super.getInputStream());
    }
    return limited;
  }

  /** Counts what is read. */
  private static final class LimitedStream extends ServletInputStream {
    private final ServletInputStream body;
    private long count;

    LimitedStream(ServletInputStream body) {
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      int value = body.read();
      add(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = body.read(buffer, offset, length);
      add(Math.max(read, 0));
      return read;
    }

    private void add(int read) {
      count += read;
      if (count > BodyLimitFilter.LIMIT_BYTES) {
        throw ProblemException.of(ErrorCode.PAYLOAD_TOO_LARGE, TOO_LARGE);
      }
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
