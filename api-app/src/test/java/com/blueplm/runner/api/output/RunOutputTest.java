package com.blueplm.runner.api.output;

import static com.blueplm.runner.contract.OutputStream.STDERR;
import static com.blueplm.runner.contract.OutputStream.STDOUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.signal.RunSignals;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TestRun;
import com.blueplm.runner.contract.RunStatus;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.transaction.IllegalTransactionStateException;

class RunOutputTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private TestRun run;

  @BeforeEach
  void createRun() {
    run = TestRun.running(server);
  }

  @Test
  void bytesThatAreStoredAlreadyAreLeftOut() {
    assertThat(run.append(STDOUT, 0, "one\ntw".getBytes(UTF_8), false)).isEqualTo(6);
    assertThat(run.append(STDOUT, 0, "one\ntw".getBytes(UTF_8), false)).isEqualTo(6);
    assertThat(run.append(STDOUT, 4, "two\nth".getBytes(UTF_8), false)).isEqualTo(10);
    assertThat(run.append(STDOUT, 2, "e\n".getBytes(UTF_8), true)).isEqualTo(10);

    assertThat(texts()).containsExactly("one", "two");
    assertThat(run.tails().output()).isEqualTo("one\ntwo\nth");
  }

  @Test
  void bytesBeyondAGapAreRefused() {
    run.append(STDOUT, 0, "one\n".getBytes(UTF_8), false);

    assertThat(run.append(STDOUT, 5, "three\n".getBytes(UTF_8), true)).isEqualTo(4);
    assertThat(texts()).containsExactly("one");
  }

  @Test
  void streamsHaveTheirOwnOffsetsAndShareTheNumbers() {
    run.print(STDOUT, "out 1\nout");
    run.print(STDERR, "err 1\n");
    run.print(STDOUT, " 2\n");

    assertThat(lines())
        .extracting(OutputLine::n, OutputLine::stream, OutputLine::text)
        .containsExactly(
            tuple(0L, STDOUT, "out 1"), tuple(1L, STDERR, "err 1"), tuple(2L, STDOUT, "out 2"));
  }

  @Test
  void endOfAStreamCompletesItsLastLine() {
    run.print(STDOUT, "no newline");
    assertThat(texts()).isEmpty();

    run.end(STDOUT);
    run.end(STDOUT);

    assertThat(texts()).containsExactly("no newline");
  }

  @Test
  void newAttemptCompletesTheOldOneAndCountsFromZero() {
    run.print(STDOUT, "first\nhalf");
    run.nextAttempt();
    assertThat(run.append(STDOUT, 0, "second\n".getBytes(UTF_8), false)).isEqualTo(7);

    assertThat(lines())
        .extracting(OutputLine::attempt, OutputLine::text)
        .containsExactly(tuple(1, "first"), tuple(1, "half"), tuple(2, "second"));
  }

  @Test
  void attemptThatIsOverIsRefused() {
    run.print(STDOUT, "first\n");
    run.nextAttempt();
    run.pretendAttempt(1);

    assertThatThrownBy(() -> run.append(STDOUT, 6, "late\n".getBytes(UTF_8), false))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.ATTEMPT_SUPERSEDED));
    assertThat(texts()).containsExactly("first");
  }

  @Test
  void markerIsALineOfStandardErrorOutsideOfItsOffsets() {
    run.print(STDERR, "half");
    run.mark("[output lost]");
    run.print(STDERR, "more\n");

    assertThat(texts()).containsExactly("half", "[output lost]", "more");
    assertThat(run.tails().errorBytes()).isEqualTo("half[output lost]\nmore\n".length());
  }

  @Test
  void finishCompletesBothStreamsAndAnswersTheTails() {
    run.print(STDOUT, "out\n\0NUL");
    run.print(STDERR, new byte[] {'e', (byte) 0xFF});

    Tails tails = run.finish(RunStatus.SUCCESS);

    assertThat(tails).isEqualTo(new Tails("out\nNUL", "e\uFFFD", 8, 2, 3));
    assertThat(run.tails()).isEqualTo(tails);
  }

  @Test
  void runWithoutOutputHasEmptyTails() {
    assertThat(run.tails()).isEqualTo(Tails.NONE);
    assertThat(run.finish(RunStatus.SUCCESS)).isEqualTo(Tails.NONE);
  }

  @Test
  void tailsAreTheLast64KiBOverAllAttemptsWithoutHalfCharacters() {
    run.print(STDOUT, "old\n".repeat(20_000));
    run.nextAttempt();
    String recent = "é".repeat(30_000) + "\n";
    run.print(STDOUT, recent);
    run.print(STDOUT, "€");
    run.print(STDERR, "small\n");

    Tails tails = run.tails();

    assertThat(tails.output()).endsWith(recent + "€").doesNotContain("\uFFFD");
    assertThat(tails.output().getBytes(UTF_8)).hasSize(65_536);
    assertThat(tails.outputBytes()).isEqualTo(80_000 + 60_001 + 3);
    assertThat(tails.error()).isEqualTo("small\n");
    assertThat(tails.lines()).isEqualTo(20_002);
  }

  @Test
  void tailBeginsWithAWholeCharacter() {
    run.print(STDOUT, "€".repeat(60_000) + "\n");

    String tail = run.tails().output();

    assertThat(tail).matches("€+\n");
    assertThat(tail.getBytes(UTF_8).length).isBetween(65_534, 65_536);
  }

  @Test
  void tailOfManySmallChunksIsWhole() {
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      run.print(STDOUT, "line " + i + "\n");
      expected.append("line ").append(i).append('\n');
    }

    assertThat(run.tails().output()).isEqualTo(expected.toString());
  }

  @Test
  void everyStoredAppendIsSignalled() {
    List<UUID> changed = new CopyOnWriteArrayList<>();
    RunSignals.Subscription subscription =
        server
            .bean(RunSignals.class)
            .subscribe(
                id -> {
                  if (id.equals(run.id())) {
                    changed.add(id);
                  }
                });
    try (subscription) {
      run.append(STDOUT, 0, "one\n".getBytes(UTF_8), false);
      run.append(STDOUT, 0, "one\n".getBytes(UTF_8), false);
      run.append(STDOUT, 9, "gap\n".getBytes(UTF_8), false);
    }

    assertThat(changed).containsExactly(run.id());
  }

  @Test
  void appendNeedsATransaction() {
    RunOutput output = server.bean(RunOutput.class);

    assertThatThrownBy(
            () -> output.append(server.orgId(), run.id(), 1, STDOUT, 0, new byte[1], false))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  private List<OutputLine> lines() {
    OutputReader reader = server.bean(OutputReader.class);
    long total = reader.status(server.orgId(), run.id()).orElseThrow().totalLines();
    LineLimit limit = new LineLimit(10_000, 1 << 20);
    return reader.lines(server.orgId(), run.id(), 0, total, StreamFilter.BOTH, limit).lines();
  }

  private List<String> texts() {
    return lines().stream().map(OutputLine::text).toList();
  }
}
