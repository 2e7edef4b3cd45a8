package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.gateway.ExecutionOrder;
import java.util.Objects;

/** What a script reads about its run: its parameters, its payload, where to go on. */
final class ChannelInput {

  private ChannelInput() {}

  /** All three are JSON text already. */
  static String of(ExecutionOrder order) {
    return "{\"parameters\":%s,\"payload\":%s,\"checkpoint\":%s}\n"
        .formatted(
            order.parameters(),
            Objects.requireNonNullElse(order.payload(), "null"),
            Objects.requireNonNullElse(order.checkpoint(), "null"));
  }
}
