package com.blueplm.runner.worker.run;

import io.temporal.api.common.v1.Payloads;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A saved history in words: one line for each event that the workflow causes or hears. */
final class HistoryTrace {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<Long, String> activities = new HashMap<>();

  private HistoryTrace() {}

  static String of(RecordedPath path) {
    try {
      HistoryTrace trace = new HistoryTrace();
      StringBuilder lines = new StringBuilder();
      WorkflowExecutionHistory.fromJson(Files.readString(path.file())).getEvents().stream()
          .map(trace::line)
          .flatMap(Optional::stream)
          .forEach(line -> lines.append(line).append('\n'));
      return lines.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> line(HistoryEvent event) {
    return switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_EXECUTION_STARTED -> Optional.of(start(event));
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> {
        activities.put(event.getEventId(), activity(event));
        yield Optional.empty();
      }
      case EVENT_TYPE_ACTIVITY_TASK_COMPLETED -> {
        var completed = event.getActivityTaskCompletedEventAttributes();
        JsonNode result = json(completed.getResult());
        yield ended(
            completed.getScheduledEventId(),
            result.isString() ? result.asString() : result.path("kind").asString());
      }
      case EVENT_TYPE_ACTIVITY_TASK_FAILED ->
          ended(event.getActivityTaskFailedEventAttributes().getScheduledEventId(), "FAILED");
      case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT ->
          ended(event.getActivityTaskTimedOutEventAttributes().getScheduledEventId(), "TIMED_OUT");
      case EVENT_TYPE_ACTIVITY_TASK_CANCELED ->
          ended(event.getActivityTaskCanceledEventAttributes().getScheduledEventId(), "CANCELED");
      case EVENT_TYPE_TIMER_FIRED -> Optional.of("timer fired");
      case EVENT_TYPE_TIMER_CANCELED -> Optional.of("timer cancelled");
      case EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED -> Optional.of(signal(event));
      case EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED -> Optional.of("cancel requested");
      case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED -> Optional.of("ended COMPLETED");
      case EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED -> Optional.of("ended CANCELED");
      default -> Optional.empty();
    };
  }

  private static String start(HistoryEvent event) {
    JsonNode input = json(event.getWorkflowExecutionStartedEventAttributes().getInput());
    return "start %d %s %s"
        .formatted(
            input.path("attempt").asInt(),
            input.path("start").asString(),
            input.path("nextAttemptAt").isNull() ? "now" : "later");
  }

  private static String activity(HistoryEvent event) {
    var scheduled = event.getActivityTaskScheduledEventAttributes();
    JsonNode input = json(scheduled.getInput());
    String name = scheduled.getActivityType().getName().replaceAll(".*\\.", "");
    return switch (name) {
      case "open" -> name;
      case "close" -> name + " " + input.path("attempt") + " " + input.path("cause").asString();
      default -> name + " " + input.path("number");
    };
  }

  private Optional<String> ended(long scheduledId, String how) {
    return Optional.of(activities.get(scheduledId) + ": " + how);
  }

  private static String signal(HistoryEvent event) {
    var signaled = event.getWorkflowExecutionSignaledEventAttributes();
    String name = "signal " + signaled.getSignalName();
    if (signaled.getInput().getPayloadsCount() == 0) {
      return name;
    }
    JsonNode input = json(signaled.getInput());
    return input.isString()
        ? name + " " + input.asString()
        : name + " " + input.path("attempt") + " " + input.path("decision").asString();
  }

  private static JsonNode json(Payloads payloads) {
    return JSON.readTree(payloads.getPayloads(0).getData().toStringUtf8());
  }
}
