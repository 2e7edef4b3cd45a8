package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.gateway.ExecutionOrder;

/** What a script reads about its run: {@code {"parameters": …, "payload": …}}. */
final class ChannelInput {

  private ChannelInput() {}

  /** Parameters and payload are JSON text already. */
  static String of(ExecutionOrder order) {
    String payload = order.payload() == null ? "null" : order.payload();
    return "{\"parameters\":" + order.parameters() + ",\"payload\":" + payload + "}\n";
  }
}
