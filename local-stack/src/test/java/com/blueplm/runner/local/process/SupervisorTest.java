package com.blueplm.runner.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.local.OpenDirectory;
import com.blueplm.runner.local.console.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SupervisorTest {
  private static final StopRule GENTLE = new StopRule("TERM", Duration.ofSeconds(10), "KILL");

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private OpenDirectory directory;
  private Supervisor supervisor;

  @BeforeEach
  void prepare() throws IOException {
    directory = new OpenDirectory();
    Clock clock = Clock.systemUTC();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    supervisor =
        new Supervisor(
            new ProcessSpawner(LauncherBond.find(System.getenv("PATH"))),
            new PidFile(pidFile()),
            new Progress(out, clock, clock.instant()),
            clock);
  }

  @AfterEach
  void stopAll() throws IOException, InterruptedException {
    supervisor.hurry();
    supervisor.stop(List.of("one", "two"));
    directory.close();
  }

  @Test
  void aPartThatDiesIsStartedAgainAndItsNewProcessIdWritten() throws Exception {
    SupervisedPart part = supervisor.start("one", () -> shell("exec sleep 600"), GENTLE);
    long first = part.pid();

    ProcessHandle.of(first).orElseThrow().destroyForcibly();

    await().until(() -> part.pid() != first && pid("one") == part.pid());
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("one ended (signal 9); starting it again");
  }

  @Test
  void aPartThatCannotLiveIsWaitedForLongerAndLonger() throws Exception {
    SupervisedPart part = supervisor.start("one", () -> shell("echo no luck; exit 3"), GENTLE);

    await().atMost(Duration.ofSeconds(20)).until(part::keepsFailing);

    assertThat(LogFile.tail(directory.path().resolve("one.log"), 1)).containsExactly("no luck");
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("exit code 3").contains("in 0.5 s");
  }

  @Test
  void stoppedPartsEndAndLeaveThePidFile() throws Exception {
    SupervisedPart one = supervisor.start("one", () -> shell("exec sleep 600"), GENTLE);
    SupervisedPart two = supervisor.start("two", () -> shell("exec sleep 600"), GENTLE);

    supervisor.stop(List.of("one"));

    assertThat(ProcessHandle.of(one.pid())).isEmpty();
    assertThat(pids().has("one")).isFalse();
    assertThat(pid("two")).isEqualTo(two.pid());
  }

  @Test
  void whatIgnoresTheSignalIsKilledAfterItsGrace() throws Exception {
    StopRule impatient = new StopRule("TERM", Duration.ofMillis(200), "KILL");
    Path deaf = directory.path().resolve("deaf");
    SupervisedPart part =
        supervisor.start(
            "one",
            () -> shell("trap '' TERM; echo > " + deaf + "; while :; do sleep 1; done"),
            impatient);
    await().until(() -> Files.exists(deaf));

    supervisor.stop(List.of("one"));

    assertThat(ProcessHandle.of(part.pid())).isEmpty();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("did not stop within");
  }

  @Test
  void childrenSeeOnlyTheEnvironmentGivenAndASessionOfTheirOwn() throws Exception {
    Path seen = directory.path().resolve("seen");
    supervisor.start(
        "one",
        () ->
            shell(
                "{ env; echo sid=$(ps -o sid= -p $$) pid=$$; } > %s.new; mv %s.new %s; exec sleep 600"
                    .formatted(seen, seen, seen)),
        GENTLE);

    await().until(() -> Files.exists(seen));

    String text = Files.readString(seen);
    assertThat(text).contains("PATH=/usr/bin:/bin").doesNotContain("HOME=", "JAVA_HOME=");
    assertThat(text).matches("(?s).*sid= *(\\d+) pid=\\1\\n");
  }

  @Test
  void leftoversOfAKilledLauncherAreEndedByTheNextButNoStrangers() throws Exception {
    Path mark = Files.createFile(directory.path().resolve("mark"));
    Process left = new ProcessBuilder("tail", "-f", mark.toString()).start();
    Process stranger = new ProcessBuilder("sleep", "600").start();
    Files.writeString(pidFile(), "{\"one\":%d,\"two\":%d}".formatted(left.pid(), stranger.pid()));
    try {
      new PidFile(pidFile()).clear(directory.path());

      await().until(() -> !left.isAlive());
      assertThat(stranger.isAlive()).isTrue();
      assertThat(pids()).isEmpty();
    } finally {
      left.destroyForcibly();
      stranger.destroyForcibly();
    }
  }

  private Path pidFile() {
    return directory.path().resolve("pids.json");
  }

  private JsonNode pids() {
    return new JsonMapper().readTree(pidFile().toFile());
  }

  private long pid(String part) {
    return pids().path(part).asLong(0);
  }

  private ChildCommand shell(String script) {
    return new ChildCommand(
        List.of("/bin/sh", "-c", script),
        Map.of("PATH", "/usr/bin:/bin"),
        directory.path(),
        directory.path().resolve("one.log"),
        Optional.empty(),
        "KILL");
  }
}
