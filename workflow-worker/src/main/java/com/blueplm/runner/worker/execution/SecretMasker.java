package com.blueplm.runner.worker.execution;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Replaces secrets in a stream, also where they lie across pieces: what may be the beginning of a
 * secret is held back until the next piece tells. Not thread-safe.
 */
public final class SecretMasker {

  /** What stands in place of a secret. */
  public static final String MASK = "***";

  private static final byte[] MASK_BYTES = MASK.getBytes(StandardCharsets.US_ASCII);

  private final SecretForms forms;
  private byte[] held = new byte[0];

  /** How many of the held bytes belong to a secret whose mask was already written. */
  private int covered;

  public SecretMasker(SecretForms forms) {
    this.forms = forms;
  }

  /** Masks a text that is complete in itself. */
  public static byte[] maskWhole(SecretForms forms, byte[] bytes) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream(bytes.length);
    OutputSink sink = (masked, length) -> whole.write(masked, 0, length);
    SecretMasker masker = new SecretMasker(forms);
    masker.mask(bytes, bytes.length, sink);
    masker.finish(sink);
    return whole.toByteArray();
  }

  void mask(byte[] piece, int length, OutputSink sink) {
    if (forms.isEmpty()) {
      sink.write(piece, length);
      return;
    }
    byte[] bytes = Arrays.copyOf(held, held.length + length);
    System.arraycopy(piece, 0, bytes, held.length, length);
    pass(bytes, holdFrom(bytes), sink);
  }

  /** Writes what is held back: the stream has ended. */
  void finish(OutputSink sink) {
    if (held.length > 0) {
      pass(held, held.length, sink);
    }
  }

  private int holdFrom(byte[] bytes) {
    int at = Math.max(0, bytes.length - (forms.longest() - 1));
    while (at < bytes.length && !forms.mayGrowAt(bytes, at, bytes.length)) {
      at++;
    }
    return at;
  }

  private void pass(byte[] bytes, int limit, OutputSink sink) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(limit + MASK_BYTES.length);
    int maskEnd = covered;
    for (int at = 0; at < limit; at++) {
      int length = forms.matchAt(bytes, at, bytes.length);
      if (length > 0) {
        if (at >= maskEnd) {
          out.write(bytes, maskEnd, at - maskEnd);
          out.writeBytes(MASK_BYTES);
          maskEnd = at + length;
        } else {
          maskEnd = Math.max(maskEnd, at + length);
        }
      }
    }
    if (maskEnd < limit) {
      out.write(bytes, maskEnd, limit - maskEnd);
    }
    covered = Math.max(0, maskEnd - limit);
    held = Arrays.copyOfRange(bytes, limit, bytes.length);
    if (out.size() > 0) {
      sink.write(out.toByteArray(), out.size());
    }
  }
}
