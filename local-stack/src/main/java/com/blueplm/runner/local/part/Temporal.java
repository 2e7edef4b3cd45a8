package com.blueplm.runner.local.part;

import com.blueplm.runner.local.home.Ports;
import com.blueplm.runner.local.home.StackHome;
import com.blueplm.runner.local.process.ChildCommand;
import com.blueplm.runner.local.process.LogFile;
import com.blueplm.runner.local.process.StopRule;
import com.blueplm.runner.local.process.SupervisedPart;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real Temporal server with its web UI, on a database file. */
public final class Temporal {
  public static final String NAME = "temporal";
  static final StopRule STOP_RULE = new StopRule("TERM", Duration.ofSeconds(10), "KILL");

  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration RETENTION_LIMIT = Duration.ofSeconds(20);

  /** The stock values add 50 ms to each step of an idle server and limit scheduled starts. */
  private static final List<String> DYNAMIC_CONFIG =
      List.of(
          "history.transferProcessorMaxPollRPS=2000",
          "history.timerProcessorMaxPollRPS=2000",
          "history.visibilityProcessorMaxPollRPS=2000",
          "system.enableActivityEagerExecution=true",
          "worker.schedulerNamespaceStartWorkflowRPS=1000");

  private final StackContext context;

  Temporal(StackContext context) {
    this.context = context;
  }

  /** Starts the server and waits until it listens. */
  public static Temporal start(StackContext context) throws IOException, InterruptedException {
    LogFile.rotate(context.home().log(NAME));
    Temporal temporal = new Temporal(context);
    SupervisedPart part = context.supervisor().start(NAME, temporal::serverCommand, STOP_RULE);
    temporal.awaitListening(part);
    temporal.keepHistoriesForAMonth();
    context.progress().say("temporal: ready on 127.0.0.1:%d", context.ports().temporal());
    return temporal;
  }

  private ChildCommand serverCommand() {
    Ports ports = context.ports();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                context.installation().temporal().toString(),
                "server",
                "start-dev",
                "--db-filename",
                database().toString(),
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(ports.temporal()),
                "--ui-port",
                Integer.toString(ports.temporalUi()),
                "--log-level",
                "warn",
                "--sqlite-pragma",
                "journal_mode=wal",
                "--sqlite-pragma",
                "synchronous=normal"));
    for (String value : DYNAMIC_CONFIG) {
      arguments.addAll(List.of("--dynamic-config-value", value));
    }
    return command(arguments, context.home().log(NAME));
  }

  private Path database() {
    return context.home().temporal().resolve("temporal.db");
  }

  private ChildCommand command(List<String> arguments, Path log) {
    StackHome home = context.home();
    Map<String, String> environment = ChildEnvironment.of(context.environment(), home.temporal());
    return new ChildCommand(arguments, environment, home.temporal(), log, Optional.empty(), "KILL");
  }

  private void awaitListening(SupervisedPart part) throws IOException, InterruptedException {
    int port = context.ports().temporal();
    part.awaitReady(START_LIMIT, context.home().log(NAME), () -> listens(port));
  }

  /** The server's own default is a day, after which "open in Temporal" leads nowhere. */
  private void keepHistoriesForAMonth() throws IOException, InterruptedException {
    RetentionMark mark =
        new RetentionMark(context.home().temporal().resolve("retention-30d"), database());
    if (mark.holds()) {
      return;
    }
    List<String> arguments =
        List.of(
            context.installation().temporal().toString(),
            "operator",
            "namespace",
            "update",
            "--namespace",
            "default",
            "--retention",
            "30d",
            "--address",
            "127.0.0.1:" + context.ports().temporal());
    long deadline = System.nanoTime() + RETENTION_LIMIT.toNanos();
    int code = 1;
    while (code != 0 && System.nanoTime() - deadline < 0) {
      Process update =
          context.spawner().start(command(arguments, context.home().log("temporal-setup")));
      code = update.waitFor(10, TimeUnit.SECONDS) ? update.exitValue() : 1;
      update.destroyForcibly();
    }
    if (code == 0) {
      mark.set();
    } else {
      context
          .progress()
          .say("temporal: histories are kept for one day only; the next start tries 30 days again");
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }
}
