package com.blueplm.runner.worker.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.OutputStream;
import com.blueplm.runner.contract.gateway.ClaimAnswer;
import com.blueplm.runner.contract.gateway.ClaimRequest;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.worker.execution.Orders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class GatewayClientTest {

  @TempDir Path directory;
  private GatewayServer server;
  private GatewayClient client;
  private final ExecutionOrder order = Orders.of("print('hi')");
  private final Claim claim = new Claim(order.runId(), 1, UUID.randomUUID());
  private final ClaimRequest request =
      new ClaimRequest(UUID.randomUUID(), claim.claimId(), IsolationLevel.BUBBLEWRAP);

  @BeforeEach
  void open() throws IOException {
    server = new GatewayServer(directory);
    server.orders.put(order.runId(), order);
    client = server.client();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void claimsAndGetsTheWholeOrder() {
    ClaimAnswer answer = client.claim(order.runId(), 1, request);

    assertThat(answer).isEqualTo(new ClaimAnswer(order, null));
    assertThat(server.claims).containsExactly(request);
  }

  @Test
  void decisionsKeepTheirWait() {
    server.claimDecision = Decision.retry(Duration.ofMillis(1500));
    server.orders.clear();

    ClaimAnswer answer = client.claim(order.runId(), 1, request);

    assertThat(answer.decision()).isEqualTo(Decision.retry(Duration.ofMillis(1500)));
  }

  @Test
  void repeatsTheSameClaimAfterALostAnswer() {
    server.loseNextAnswer = true;

    ClaimAnswer answer =
        RetryingCall.call(() -> client.claim(order.runId(), 1, request), cause -> true);

    assertThat(answer.order()).isEqualTo(order);
    assertThat(server.claims).containsExactly(request, request);
  }

  @Test
  void stopsRepeatingWhenTheRuleSaysSo() {
    server.down = true;

    assertThatThrownBy(
            () ->
                RetryingCall.call(
                    () -> client.claim(order.runId(), 1, request),
                    cause -> server.refused.get() < 3))
        .isInstanceOf(GatewayUnavailableException.class)
        .hasMessageContaining("503");
    assertThat(server.refused).hasValue(3);
  }

  @Test
  void namesTheClaimOnEachCallAboutIt() {
    long next = client.output(claim, OutputStream.STDERR, 0, false, new byte[] {65}).nextOffset();

    assertThat(next).isEqualTo(1);
    assertThat(server.lastClaimHeader).isEqualTo(claim.claimId());
    assertThat(server.text(order.runId(), "stderr")).isEqualTo("A");
  }

  @Test
  void supersededIsItsOwnException() {
    server.superseded = true;

    assertThatThrownBy(() -> client.output(claim, OutputStream.STDOUT, 0, false, new byte[1]))
        .isInstanceOf(AttemptSupersededException.class);
  }

  @Test
  void aRefusedKeySaysWhatToDoAndIsReadAgain() {
    server.expectedKey = "rotated";

    assertThatThrownBy(() -> client.claim(order.runId(), 1, request))
        .isInstanceOf(GatewayUnavailableException.class)
        .hasMessageContaining("runner.worker-key-file");
    server.writeKey("rotated");
    assertThat(
            RetryingCall.call(() -> client.claim(order.runId(), 1, request), cause -> true).order())
        .isEqualTo(order);
  }
}
