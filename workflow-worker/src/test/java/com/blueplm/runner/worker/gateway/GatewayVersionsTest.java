package com.blueplm.runner.worker.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.contract.OnWorkerLoss;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.contract.gateway.LineAnswer;
import com.blueplm.runner.worker.attempt.LiveAttempts;
import com.blueplm.runner.worker.execution.Orders;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Workers and api-app are upgraded one after the other: each hears the other's older or newer
 * words.
 */
class GatewayVersionsTest {

  private final JsonMapper json = GatewayJson.mapper();
  private final ExecutionOrder order = Orders.of("print('hi')");

  @Test
  void whatANewerApiSaysBeyondOurWordsIsPassedOver() {
    ObjectNode newer = tree(order);
    newer.put("priority", 3).putObject("artifacts").put("keep", true);
    newer.putArray("hosts").add("a");
    ((ObjectNode) newer.path("limits")).put("gpu", 1);

    assertThat(json.treeToValue(newer, ExecutionOrder.class)).isEqualTo(order);
  }

  @Test
  void whatAnOlderApiDoesNotSayHasADefault() {
    ObjectNode older = tree(Orders.with(order, OnWorkerLoss.HOLD, "{}"));
    older.remove("on_worker_loss");
    older.remove("checkpoint");
    older.remove("requirements_lock");

    ExecutionOrder read = json.treeToValue(older, ExecutionOrder.class);

    assertThat(read.onWorkerLoss()).isEqualTo(OnWorkerLoss.RERUN);
    assertThat(read.checkpoint()).isNull();
    assertThat(read).isEqualTo(order);
  }

  @Test
  void aPolicyOfANewerApiIsTakenForTheUsualOne() {
    ObjectNode newer = tree(order).put("on_worker_loss", "ask_twice");

    assertThat(json.treeToValue(newer, ExecutionOrder.class).onWorkerLoss())
        .isEqualTo(OnWorkerLoss.RERUN);
  }

  @Test
  void aCommandOfANewerApiNeitherBreaksTheLineNorStopsAnything() {
    UUID run = UUID.randomUUID();
    String answer =
        """
        {"lease_millis":4000,"until":"2026-11-24T06:00:00Z","commands":[
          {"kind":"SNAPSHOT","run_id":"%s","attempt":1},
          {"kind":"CANCEL","run_id":"%s","attempt":1,"reason":"x"}]}
        """
            .formatted(run, run);

    LineAnswer read = json.readValue(answer, LineAnswer.class);

    assertThat(read.commands()).extracting(LineAnswer.Command::runId).isEqualTo(List.of(run, run));
    assertThat(read.commands().getLast().kind()).isEqualTo(LineAnswer.Kind.CANCEL);
    LiveAttempts attempts = new LiveAttempts();
    read.commands().forEach(attempts::apply);
    assertThat(attempts.describe()).isEmpty();
  }

  private ObjectNode tree(ExecutionOrder value) {
    return (ObjectNode) json.valueToTree(value);
  }
}
