package com.blueplm.runner.local.run;

import com.blueplm.runner.local.console.LauncherException;
import com.blueplm.runner.local.console.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * {@code --run FILE.py}: stores the file as a script, runs it, prints its output, answers its exit
 * code.
 */
public final class RunCommand {
  private static final int TIMED_OUT = 124;
  private static final int CANCELLED = 130;
  private static final int OTHERWISE = 1;

  private final RunnerApi api;
  private final ScriptFile file;
  private final Optional<Integer> timeoutSeconds;
  private final Progress progress;
  private volatile String runId = "";

  public RunCommand(
      RunnerApi api, ScriptFile file, Optional<Integer> timeoutSeconds, Progress progress) {
    this.api = api;
    this.file = file;
    this.timeoutSeconds = timeoutSeconds;
    this.progress = progress;
  }

  /** Runs the script to its end and returns the exit code that the launcher should end with. */
  public int execute(PrintStream out, PrintStream err) throws IOException, InterruptedException {
    String scriptId = file.store(api, timeoutSeconds, progress);
    JsonNode run = api.startRun(scriptId);
    runId = run.path("id").asString();
    progress.say(
        "run %s, revision %s of %s", runId, run.path("revision").asString("?"), file.name());
    new RunFollower(api, out, err, progress).follow(runId);
    return conclude(api.run(runId));
  }

  /** Cancels the run that is being followed; {@link #execute} returns when it has ended. */
  public void cancel() {
    String id = runId;
    if (id.isEmpty()) {
      throw new LauncherException("Interrupted before the run was started", CANCELLED);
    }
    try {
      progress.say("cancelling run %s (Ctrl-C again: leave at once)", id);
      api.cancelRun(id);
    } catch (IOException e) {
      progress.say("the run could not be cancelled: %s", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int conclude(JsonNode run) {
    String status = run.path("status").asString("");
    progress.say(
        "%s after %d ms (%s)",
        status,
        run.path("duration_ms").asLong(0),
        run.path("end_reason").asString("no reason given"));
    return exitCode(status, run.path("exit_code").asInt(OTHERWISE));
  }

  static int exitCode(String status, int scriptsExitCode) {
    return switch (status) {
      case "success" -> 0;
      case "error" -> scriptsExitCode == 0 ? OTHERWISE : scriptsExitCode;
      case "timeout" -> TIMED_OUT;
      case "cancelled" -> CANCELLED;
      default -> OTHERWISE;
    };
  }
}
