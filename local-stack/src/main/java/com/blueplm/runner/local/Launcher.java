package com.blueplm.runner.local;

import com.blueplm.runner.local.console.LauncherException;
import com.blueplm.runner.local.console.Progress;
import com.blueplm.runner.local.home.InstanceLock;
import com.blueplm.runner.local.home.RunningStack;
import com.blueplm.runner.local.home.SecretFile;
import com.blueplm.runner.local.home.StackHome;
import com.blueplm.runner.local.process.Wait;
import com.blueplm.runner.local.run.RunCommand;
import com.blueplm.runner.local.run.RunnerApi;
import com.blueplm.runner.local.run.ScriptFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The program behind {@code ./start}. */
public final class Launcher {
  private static final Duration OTHERS_START = Duration.ofMinutes(4);
  private static final int INTERRUPTED = 130;

  private final LauncherOptions options;
  private final Map<String, String> environment;
  private final Clock clock;
  private final Progress progress;
  private final StackHome home;
  private final Interrupts interrupts = new Interrupts();

  private Launcher(
      LauncherOptions options, Map<String, String> environment, Clock clock, Progress progress) {
    this.options = options;
    this.environment = environment;
    this.clock = clock;
    this.progress = progress;
    this.home =
        StackHome.open(
            Path.of(homeDirectory(environment)),
            System.getProperty("user.name").equals("root"),
            Path.of(System.getProperty("runner.store", "")));
  }

  /**
   * Starts the stack, or uses the one that runs; ends with the exit code that {@code --help} tells.
   */
  public static void main(String[] arguments) {
    System.exit(start(arguments));
  }

  private static int start(String[] arguments) {
    Clock clock = Clock.systemUTC();
    Progress progress = new Progress(System.err, clock, typedAt(clock));
    try {
      LauncherOptions options = LauncherOptions.parse(Arrays.asList(arguments));
      if (options.help()) {
        System.out.println(LauncherOptions.USAGE);
        return 0;
      }
      return new Launcher(options, System.getenv(), clock, progress).run();
    } catch (LauncherException e) {
      System.err.println(e.getMessage());
      return e.exitCode();
    } catch (IOException | UncheckedIOException e) {
      System.err.println("The launcher cannot go on: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      return INTERRUPTED;
    }
  }

  private int run() throws IOException, InterruptedException {
    Optional<ScriptFile> script = options.run().map(ScriptFile::read);
    if (options.signInLink()) {
      System.out.println(api(otherLaunchers()).signInLink());
      return 0;
    }
    Optional<InstanceLock> lock = InstanceLock.tryTake(home.lock());
    if (lock.isEmpty()) {
      if (script.isEmpty()) {
        throw new LauncherException(
            "A stack runs already on %s: %s. Stop it with Ctrl-C there, or set RUNNER_HOME and the ports for a second one."
                .formatted(home.root(), describeOther()));
      }
      return runScript(script.get(), otherLaunchers());
    }
    try (InstanceLock held = lock.get()) {
      return new StackSession(options, environment, clock, progress, home, interrupts)
          .run(script, this::runScript);
    }
  }

  private int runScript(ScriptFile script, RunningStack stack)
      throws IOException, InterruptedException {
    RunCommand command = new RunCommand(api(stack), script, options.timeoutSeconds(), progress);
    Thread self = Thread.currentThread();
    interrupts.next(
        () -> Thread.ofVirtual().start(() -> cancelOrLeave(command, self)), self::interrupt);
    interrupts.listen();
    return command.execute(System.out, System.err);
  }

  private void cancelOrLeave(RunCommand command, Thread follower) {
    try {
      command.cancel();
    } catch (LauncherException nothingToCancel) {
      follower.interrupt();
    }
  }

  private RunnerApi api(RunningStack stack) {
    return new RunnerApi(stack.url(), SecretFile.read(home.adminToken()));
  }

  /** Waits for a stack that another launcher may still be starting. */
  private RunningStack otherLaunchers() throws IOException, InterruptedException {
    if (!isLockedByOther()) {
      throw new LauncherException(
          "No stack runs on %s: start one with ./start".formatted(home.root()));
    }
    Wait.until(OTHERS_START, Duration.ofMillis(100), () -> other().isPresent());
    return other()
        .orElseThrow(
            () -> new LauncherException("The stack on " + home.root() + " does not get ready"));
  }

  private boolean isLockedByOther() throws IOException {
    Optional<InstanceLock> lock = InstanceLock.tryTake(home.lock());
    if (lock.isPresent()) {
      lock.get().close();
    }
    return lock.isEmpty();
  }

  private Optional<RunningStack> other() {
    try {
      return RunningStack.read(home.runningStack());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String describeOther() {
    return other()
        .map(stack -> "%s, launcher %d".formatted(stack.url(), stack.launcherPid()))
        .orElse("it is still starting");
  }

  private static String homeDirectory(Map<String, String> environment) {
    String home = environment.getOrDefault("RUNNER_HOME", "");
    return home.isBlank() ? System.getProperty("runner.checkout", ".") + "/.runner" : home;
  }

  private static Instant typedAt(Clock clock) {
    Long milliseconds = Long.getLong("runner.typed-at");
    return milliseconds == null ? clock.instant() : Instant.ofEpochMilli(milliseconds);
  }
}
