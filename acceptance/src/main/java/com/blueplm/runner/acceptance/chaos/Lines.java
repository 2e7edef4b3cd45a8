package com.blueplm.runner.acceptance.chaos;

import com.blueplm.runner.acceptance.chaos.Forwarder.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/** The forwarders that stand between the parts of one stack. */
final class Lines implements AutoCloseable {
  private final Map<String, Forwarder> forwarders = new LinkedHashMap<>();
  private final int workers;

  Lines(int workers, IntSupplier postgres, IntSupplier temporal, IntSupplier api) {
    this.workers = workers;
    for (Link link : Link.of(workers)) {
      IntSupplier target =
          link.name().endsWith(Parts.POSTGRES)
              ? postgres
              : link.name().endsWith(Parts.TEMPORAL) ? temporal : api;
      forwarders.put(link.name(), new Forwarder(target));
    }
  }

  /** The launcher's variables that lead every line through its forwarder. */
  Map<String, String> environment() {
    return Link.of(workers).stream()
        .collect(
            Collectors.toMap(
                Link::variable,
                link -> "127.0.0.1:" + get(link.name()).port(),
                (one, other) -> one + "," + other));
  }

  void set(String line, Mode mode) {
    get(line).set(mode);
  }

  /** Lets everything pass again. */
  void restore() {
    forwarders.values().forEach(forwarder -> forwarder.set(Mode.PASS));
  }

  private Forwarder get(String line) {
    return Objects.requireNonNull(forwarders.get(line), line);
  }

  @Override
  public void close() {
    for (Forwarder forwarder : forwarders.values()) {
      try {
        forwarder.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
