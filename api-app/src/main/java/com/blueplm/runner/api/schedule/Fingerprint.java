package com.blueplm.runner.api.schedule;

import com.google.protobuf.CodedOutputStream;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * SHA-256 of a Schedule as Temporal describes it: its spec, policies and action, and whether its
 * actions are limited. Whether it is paused, and why, is compared apart. Temporal describes a spec
 * in another form than it was written in, so only two descriptions can be compared.
 */
final class Fingerprint {
  private final byte[] hash;

  private Fingerprint(byte[] hash) {
    this.hash = hash;
  }

  static Fingerprint of(Schedule described) {
    ScheduleState compared =
        ScheduleState.newBuilder()
            .setLimitedActions(described.getState().getLimitedActions())
            .build();
    return new Fingerprint(sha256(bytes(described.toBuilder().setState(compared).build())));
  }

  /** As it lies in the database. */
  static Fingerprint stored(byte[] hash) {
    return new Fingerprint(hash.clone());
  }

  byte[] bytes() {
    return hash.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that && Arrays.equals(hash, that.hash);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(hash));
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(hash);
  }

  /** In an order that does not change, unlike that of {@code toByteArray}. */
  private static byte[] bytes(Schedule schedule) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      schedule.writeTo(out);
      out.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
