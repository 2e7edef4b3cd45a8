package com.blueplm.runner.worker.egress;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A message's body as a stream that ends where the body ends: chunks are taken apart. */
final class Body extends InputStream {

  private static final int LONGEST_CHUNK_LINE = 4096;
  private static final int TRAILERS = 16 * 1024;

  private final InputStream source;
  private final Framing framing;
  private final int badStatus;
  private long left;
  private boolean firstChunk = true;
  private volatile boolean ended;

  /**
   * A body that is to be read.
   *
   * @param badStatus the status that blames whoever sends it: 400 or 502
   */
  Body(InputStream source, Framing framing, int badStatus) {
    this.source = source;
    this.framing = framing;
    this.badStatus = badStatus;
    this.left =
        switch (framing) {
          case Framing.Nothing nothing -> 0;
          case Framing.Length length -> length.bytes();
          case Framing.Chunked chunked -> 0;
          case Framing.UntilClose untilClose -> Long.MAX_VALUE;
        };
    this.ended = left == 0 && !(framing instanceof Framing.Chunked);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Reads on; a body that is broken or short is an {@link IOException}. */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !ended && framing instanceof Framing.Chunked) {
      nextChunk();
    }
    if (left == 0) {
      ended = true;
      return -1;
    }
    int read = source.read(bytes, offset, (int) Math.min(length, left));
    if (read < 0) {
      if (framing instanceof Framing.UntilClose) {
        left = 0;
        ended = true;
        return -1;
      }
      throw new EOFException("the body ends too early");
    }
    if (!(framing instanceof Framing.UntilClose)) {
      left -= read;
      ended = left == 0 && framing instanceof Framing.Length;
    }
    return read;
  }

  /** Whether all of it was read, as far as a reader noticed. */
  boolean hasEnded() {
    return ended;
  }

  private void nextChunk() throws IOException {
    if (!firstChunk) {
      expect('\r');
      expect('\n');
    }
    firstChunk = false;
    left = chunkSize();
    if (left == 0) {
      ended = true;
      try {
        // Dropped, as a proxy may (RFC 9110 §6.5.1): nothing in them is worth the risk.
        var unused = HeadReader.trailers(source, TRAILERS, badStatus);
      } catch (BadMessageException e) {
        throw new BrokenBodyException(e);
      }
    }
  }

  /** Extensions are read over and dropped. */
  private long chunkSize() throws IOException {
    StringBuilder digits = new StringBuilder();
    boolean inExtension = false;
    for (int count = 0; count < LONGEST_CHUNK_LINE; count++) {
      int next = source.read();
      if (next == '\r') {
        expect('\n');
        return size(digits.toString().stripTrailing());
      }
      if (next < ' ' && next != '\t') {
        throw broken("a chunk's size line is broken off");
      }
      inExtension |= next == ';';
      if (!inExtension) {
        digits.append((char) next);
      }
    }
    throw broken("a chunk's size line is too long");
  }

  private long size(String digits) throws IOException {
    if (!digits.matches("[0-9A-Fa-f]{1,15}")) {
      throw broken("a chunk has no size");
    }
    return Long.parseLong(digits, 16);
  }

  private void expect(int wanted) throws IOException {
    if (source.read() != wanted) {
      throw broken("a chunk does not end where it says");
    }
  }

  private BrokenBodyException broken(String sentence) {
    return new BrokenBodyException(new BadMessageException(badStatus, sentence));
  }

  /** Writes a body in the framing that its receiver was told. */
  static void copy(InputStream body, OutputStream sink, boolean chunked) throws IOException {
    byte[] buffer = new byte[32 * 1024];
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      if (chunked) {
        byte[] size = (Integer.toHexString(read) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] piece = new byte[size.length + read + 2];
        System.arraycopy(size, 0, piece, 0, size.length);
        System.arraycopy(buffer, 0, piece, size.length, read);
        piece[piece.length - 2] = '\r';
        piece[piece.length - 1] = '\n';
        sink.write(piece, 0, piece.length);
      } else {
        sink.write(buffer, 0, read);
      }
    }
    if (chunked) {
      sink.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  }
}
