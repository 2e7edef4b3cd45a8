package com.blueplm.runner.contract.gateway;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Connections that a script made or tried to make. The same connection may be reported again, with
 * more known about it: the last report counts, except that what has ended does not open again.
 *
 * @param connections up to 500 of them
 */
public record ConnectionReport(List<Connection> connections) {

  /**
   * One connection.
   *
   * @param number counts the attempt's connections from 1; above 10,000 they are not kept
   * @param at when the script asked for it
   * @param protocol what the script asked the proxy for
   * @param host the host that it named
   * @param port the port
   * @param address the address that was used; null when none was
   * @param outcome what became of it
   * @param reason why it was refused or failed, in words that name the setting to change; null
   *     otherwise
   * @param bytesSent bytes from the script
   * @param bytesReceived bytes to the script
   * @param durationMs how long it was open in milliseconds; null while it is
   */
  public record Connection(
      int number,
      Instant at,
      Protocol protocol,
      String host,
      int port,
      @Nullable String address,
      Outcome outcome,
      @Nullable String reason,
      long bytesSent,
      long bytesReceived,
      @Nullable Long durationMs) {}

  /** What a script asks the proxy for. */
  public enum Protocol {
    /** A request for an absolute address. */
    HTTP,
    /** A tunnel, usually for TLS. */
    CONNECT,
    /** The PLM data API. */
    PLM;

    /** The name on the wire: lower case. */
    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What became of a connection. */
  public enum Outcome {
    /** It was made. */
    ALLOWED,
    /** The network policy forbids it. */
    REFUSED,
    /** It was allowed, but could not be made. */
    FAILED;

    /** The name on the wire: lower case. */
    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
