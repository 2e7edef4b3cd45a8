package com.blueplm.runner.local;

import com.blueplm.runner.local.console.LauncherException;
import com.blueplm.runner.local.console.Progress;
import com.blueplm.runner.local.group.WorkerGroups;
import com.blueplm.runner.local.home.Ports;
import com.blueplm.runner.local.home.RunningStack;
import com.blueplm.runner.local.home.SecretFile;
import com.blueplm.runner.local.home.StackHome;
import com.blueplm.runner.local.part.Installation;
import com.blueplm.runner.local.part.LocalStack;
import com.blueplm.runner.local.part.StackContext;
import com.blueplm.runner.local.process.LauncherBond;
import com.blueplm.runner.local.process.PidFile;
import com.blueplm.runner.local.process.ProcessSpawner;
import com.blueplm.runner.local.process.Supervisor;
import com.blueplm.runner.local.run.RunnerApi;
import com.blueplm.runner.local.run.ScriptFile;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The life of a stack under this launcher: start, be of use, stop. */
final class StackSession {
  /** Runs one script against the stack and returns the exit code. */
  interface ScriptRunner {
    int run(ScriptFile script, RunningStack stack) throws IOException, InterruptedException;
  }

  private final LauncherOptions options;
  private final Map<String, String> environment;
  private final Clock clock;
  private final Progress progress;
  private final StackHome home;
  private final Interrupts interrupts;

  StackSession(
      LauncherOptions options,
      Map<String, String> environment,
      Clock clock,
      Progress progress,
      StackHome home,
      Interrupts interrupts) {
    this.options = options;
    this.environment = environment;
    this.clock = clock;
    this.progress = progress;
    this.home = home;
    this.interrupts = interrupts;
  }

  /** Starts everything, runs the script or waits for a signal, and stops everything. */
  int run(Optional<ScriptFile> script, ScriptRunner runner)
      throws IOException, InterruptedException {
    Files.deleteIfExists(home.runningStack());
    Ports ports = Ports.choose(environment, options.anyPort());
    LauncherBond bond = LauncherBond.find(environment.getOrDefault("PATH", ""));
    ProcessSpawner spawner = new ProcessSpawner(bond);
    PidFile pids = new PidFile(home.pids());
    pids.clear(home.root());
    Supervisor supervisor = new Supervisor(spawner, pids, progress, clock);
    StackContext context =
        new StackContext(
            Installation.from(System.getProperties()),
            home,
            ports,
            spawner,
            supervisor,
            WorkerGroups.of(home, progress),
            progress,
            clock,
            environment);
    LocalStack stack = new LocalStack(context, options.workers());
    CountDownLatch stopAsked = new CountDownLatch(1);
    Thread self = Thread.currentThread();
    interrupts.next(self::interrupt, supervisor::hurry);
    interrupts.listen();
    try {
      stack.start();
      RunningStack running = announce(context, script.isPresent());
      if (script.isPresent()) {
        return runner.run(script.get(), running);
      }
      interrupts.next(stopAsked::countDown, supervisor::hurry);
      stopAsked.await();
      return 0;
    } finally {
      interrupts.next(supervisor::hurry);
      // The signal that ended the wait must not end the orderly stop.
      boolean interrupted = Thread.interrupted();
      Files.deleteIfExists(home.runningStack());
      stack.stop();
      if (interrupted) {
        self.interrupt();
      }
    }
  }

  private RunningStack announce(StackContext context, boolean quiet)
      throws IOException, InterruptedException {
    RunningStack running =
        new RunningStack(context.url(), context.temporalUiUrl(), ProcessHandle.current().pid());
    running.write(home.runningStack());
    progress.say("everything is ready");
    if (!quiet) {
      System.out.println("Web UI       " + signInLink(running));
      System.out.println("             (signs you in once; another one: ./start --sign-in-link)");
      System.out.println("Temporal UI  " + running.temporalUiUrl());
      System.out.println("ready " + running.url());
      System.out.flush();
    }
    return running;
  }

  private String signInLink(RunningStack running) throws IOException, InterruptedException {
    try {
      return new RunnerApi(running.url(), SecretFile.read(home.adminToken())).signInLink();
    } catch (LauncherException e) {
      progress.say("no sign-in link could be made: %s", e.getMessage());
      return running.url();
    }
  }
}
