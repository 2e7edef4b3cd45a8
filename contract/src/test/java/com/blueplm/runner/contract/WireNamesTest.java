package com.blueplm.runner.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.blueplm.runner.contract.RunScriptInput.Start;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Names that are stored, or read by others, and so never change. */
class WireNamesTest {

  private static final UUID ID = UUID.fromString("6f0f3f0e-4a3c-4f5e-9b1d-2c7a8e9f0a1b");

  private final ObjectMapper json = new ObjectMapper();

  static Stream<Arguments> enums() {
    return Stream.of(
        named(
            RunStatus.class,
            RunStatus::of,
            "pending queued running cancelling needs_decision success error timeout cancelled lost"
                + " skipped missed"),
        named(
            AttemptOutcome.class,
            AttemptOutcome::of,
            "success error timeout cancelled worker_lost superseded"),
        named(
            EndReason.class,
            EndReason::of,
            "exited timeout cancelled memory_limit output_limit signal worker_lost gave_up overlap"
                + " queue_full outage schedule_changed history_lost dependency_error"
                + " isolation_unavailable terminated_in_temporal"),
        named(IsolationLevel.class, IsolationLevel::of, "container bubblewrap landlock process"),
        named(OnWorkerLoss.class, OnWorkerLoss::of, "rerun hold fail"),
        named(OutputStream.class, OutputStream::of, "stdout stderr"),
        named(OverlapPolicy.class, OverlapPolicy::of, "skip queue cancel_running allow"),
        named(PersonsDecision.class, PersonsDecision::of, "rerun give_up"),
        named(RetryCause.class, RetryCause::of, "error timeout signal memory_limit"),
        named(TriggerType.class, TriggerType::of, "scheduled manual webhook rerun"),
        named(Decision.Kind.class, Decision.Kind::valueOf, "DONE RETRY HOLD REATTACH REDISPATCH"),
        named(Start.class, Start::valueOf, "GO QUEUED HELD"),
        named(RunLedger.OpenAnswer.class, RunLedger.OpenAnswer::valueOf, "GO QUEUED DONE"),
        named(
            RunLedger.CloseCause.class,
            RunLedger.CloseCause::valueOf,
            "WORKER_SUSPECTED CANCELLED"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("enums")
  <E extends Enum<E>> void enumsKeepTheirNames(
      Class<E> type, Function<String, E> of, List<String> names) throws JsonProcessingException {
    List<E> constants = Arrays.asList(type.getEnumConstants());

    assertThat(json.writeValueAsString(constants)).isEqualTo(json.writeValueAsString(names));
    assertThat(names.stream().map(of)).containsExactlyElementsOf(constants);
    for (int i = 0; i < names.size(); i++) {
      assertThat(json.readValue('"' + names.get(i) + '"', type)).isSameAs(constants.get(i));
    }
  }

  @Test
  void anUnknownNameIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> RunStatus.of("finished"));
  }

  @Test
  void isolationLevelsAreOrdered() {
    assertThat(IsolationLevel.CONTAINER.isAtLeast(IsolationLevel.BUBBLEWRAP)).isTrue();
    assertThat(IsolationLevel.BUBBLEWRAP.isAtLeast(IsolationLevel.BUBBLEWRAP)).isTrue();
    assertThat(IsolationLevel.LANDLOCK.isAtLeast(IsolationLevel.BUBBLEWRAP)).isFalse();
    assertThat(IsolationLevel.PROCESS.isAtLeast(IsolationLevel.PROCESS)).isTrue();
  }

  /** Payloads and their JSON, with {@code '} for the double quote and {@code ID} for the id. */
  static Stream<Arguments> payloads() {
    return Stream.of(
        arguments(
            RunScriptInput.triggered(ID, ID, false),
            "{'scriptId':'ID','runId':'ID','attempt':1,'start':'GO','nextAttemptAt':null}"),
        arguments(
            RunScriptInput.triggered(ID, ID, true),
            "{'scriptId':'ID','runId':'ID','attempt':1,'start':'QUEUED','nextAttemptAt':null}"),
        arguments(
            RunScriptInput.scheduled(ID),
            "{'scriptId':'ID','runId':null,'attempt':1,'start':'GO','nextAttemptAt':null}"),
        arguments(
            new RunScriptInput(ID, ID, 3, Start.HELD, Instant.parse("2026-03-01T06:00:00Z")),
            "{'scriptId':'ID','runId':'ID','attempt':3,'start':'HELD',"
                + "'nextAttemptAt':'2026-03-01T06:00:00Z'}"),
        arguments(Decision.done(), "{'kind':'DONE','after':0.0,'worker':null}"),
        arguments(
            Decision.retry(Duration.ofMillis(90_500)),
            "{'kind':'RETRY','after':90.5,'worker':null}"),
        arguments(Decision.reattach(ID), "{'kind':'REATTACH','after':0.0,'worker':'ID'}"),
        arguments(new ScriptExecution.Attempt(ID, 2), "{'runId':'ID','number':2}"),
        arguments(
            new RunLedger.CloseRequest(ID, 2, RunLedger.CloseCause.CANCELLED),
            "{'runId':'ID','attempt':2,'cause':'CANCELLED'}"),
        arguments(
            new RunLedger.OpenRequest(ID, ID, Instant.parse("2026-03-01T06:00:00Z")),
            "{'scriptId':'ID','runId':'ID','slotAt':'2026-03-01T06:00:00Z'}"));
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void payloadsKeepTheirShape(Object payload, String expected) throws JsonProcessingException {
    DataConverter converter = DefaultDataConverter.STANDARD_INSTANCE;
    Payload data = converter.toPayload(payload).orElseThrow();

    assertThat(json.readTree(data.getData().toStringUtf8()))
        .isEqualTo(json.readTree(expected.replace('\'', '"').replace("ID", ID.toString())));
    assertThat((Object) converter.fromPayload(data, payload.getClass(), payload.getClass()))
        .isEqualTo(payload);
  }

  private static <E> Arguments named(Class<E> type, Function<String, E> of, String names) {
    return arguments(type, of, List.of(names.split(" ")));
  }
}
