package com.blueplm.runner.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.NonDeterministicException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that were begun by an older build go on under this one. */
class HistoryReplayTest {

  @ParameterizedTest
  @EnumSource
  void everyHistoryReplays(RecordedPath path) throws Exception {
    WorkflowReplayer.replayWorkflowExecutionFromResource(path.resource(), RunScriptWorkflow.class);
  }

  @ParameterizedTest
  @EnumSource
  void anIncompatibleWorkflowDoesNotReplay(RecordedPath path) {
    assertThatThrownBy(
            () ->
                WorkflowReplayer.replayWorkflowExecutionFromResource(
                    path.resource(), IncompatibleWorkflow.class))
        .hasStackTraceContaining(NonDeterministicException.class.getName());
  }

  @ParameterizedTest
  @EnumSource
  void someHistoryTakesEachBranch(Branch branch) {
    assertThat(Arrays.stream(RecordedPath.values()).map(HistoryTrace::of))
        .as("a recorded path with %s", branch)
        .anyMatch(branch::isIn);
  }

  @Test
  void whatABranchLooksLikeIsNotInEveryHistory() {
    String normal = HistoryTrace.of(RecordedPath.NORMAL);

    assertThat(Arrays.stream(Branch.values()).filter(branch -> branch.isIn(normal)))
        .as("in %s", normal)
        .containsExactly(Branch.EXECUTE_DONE);
    assertThat(
            Arrays.stream(RecordedPath.values())
                .map(HistoryTrace::of)
                .collect(Collectors.toUnmodifiableSet()))
        .as("each path is one of its own")
        .hasSizeGreaterThan(RecordedPath.values().length - 3);
  }

  @Test
  void everyHistoryOnDiskIsReplayed() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/histories"))) {
      assertThat(files)
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(RecordedPath.values()).map(RecordedPath::file).toList());
    }
  }
}
