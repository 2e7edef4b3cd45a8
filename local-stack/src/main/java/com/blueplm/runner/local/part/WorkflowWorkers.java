package com.blueplm.runner.local.part;

import com.blueplm.runner.local.group.WorkerGroup;
import com.blueplm.runner.local.home.Directories;
import com.blueplm.runner.local.home.SecretFile;
import com.blueplm.runner.local.home.StackHome;
import com.blueplm.runner.local.home.SystemUser;
import com.blueplm.runner.local.process.LogFile;
import com.blueplm.runner.local.process.StopRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The workflow-workers as parts of the stack, each with a directory and settings of its own. */
public final class WorkflowWorkers {
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final StopRule STOP_RULE = new StopRule("TERM", DRAIN.plusSeconds(10), "KILL");

  /** Settings of the workers that the launcher hands on when they are set. */
  private static final Map<String, String> OPERATORS_CHOICES =
      Map.of(
          "RUNNER_MINIMUM_ISOLATION", "runner.minimum-isolation",
          "RUNNER_MAXIMUM_ISOLATION", "runner.maximum-isolation",
          "RUNNER_EGRESS_ALLOW_PRIVATE", "runner.egress.allow-private",
          "RUNNER_EGRESS_ALLOW_HOST", "runner.egress.allow-host",
          "RUNNER_CONTAINER_SOCKET", "runner.container.socket",
          "RUNNER_CONTAINER_IMAGE", "runner.container.image",
          "RUNNER_PACKAGE_INDEX", "runner.package-index",
          "RUNNER_PACKAGE_HOSTS", "runner.dependencies.extra-hosts");

  private WorkflowWorkers() {}

  /** Returns {@code workflow-worker}, {@code workflow-worker-2} and so on. */
  public static List<String> names(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(n -> n == 1 ? "workflow-worker" : "workflow-worker-" + n)
        .toList();
  }

  /**
   * Starts the workers. They need nothing else to run: they wait for api-app and Temporal by
   * themselves.
   */
  static void start(StackContext context, int count) throws IOException, InterruptedException {
    Installation installation = context.installation();
    AppImage image =
        AppImage.prepare(
            installation.java(),
            installation.workflowWorker(),
            installation.store(),
            context.clock().instant());
    List<JavaApp> apps =
        IntStream.range(0, count).mapToObj(worker -> app(context, worker, image)).toList();
    apps.getFirst().train(context);
    for (JavaApp app : apps) {
      LogFile.rotate(context.home().log(app.name()));
      context.supervisor().start(app.name(), () -> app.command(context), STOP_RULE);
      context.progress().say("%s: starting", app.name());
    }
  }

  private static JavaApp app(StackContext context, int worker, AppImage image) {
    String name = names(worker + 1).getLast();
    StackHome home = context.home();
    Optional<SystemUser> user = home.workerUser();
    Path directory = Directories.make(home.workers().resolve(name), "rwx------");
    Path key = home.workers().resolve("worker.key");
    Path config = home.workers().resolve(name + ".properties");
    try {
      if (user.isPresent()) {
        user.get().giveOwnership(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot hand over " + directory, e);
    }
    SecretFile.write(key, SecretFile.read(home.key("worker.key")), user);
    WorkerGroup group = context.groups().make(name);
    SpringConfig.write(config, settings(context, worker, directory, key, group), user);
    return new JavaApp(name, image, config, directory, "384m", user, group.joinFile());
  }

  private static Map<String, String> settings(
      StackContext context, int worker, Path directory, Path key, WorkerGroup group) {
    Links links = new Links(context.environment());
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "spring.temporal.connection.target",
                links.temporalOfWorker(worker, context.ports().temporal()),
                "spring.temporal.namespace",
                "default",
                "runner.api-url",
                "http://" + links.apiOfWorker(worker, context.ports().api()),
                "runner.worker-key-file",
                key.toString(),
                "runner.home",
                directory.toString(),
                "runner.python",
                context.installation().python().toString(),
                "runner.drain-time",
                DRAIN.toSeconds() + "s"));
    settings.put("runner.drain-limit", DRAIN.toSeconds() + "s");
    OPERATORS_CHOICES.forEach(
        (variable, property) -> {
          String value = context.environment().getOrDefault(variable, "");
          if (!value.isBlank()) {
            settings.put(property, value);
          }
        });
    for (int i = 0; i < group.roots().size(); i++) {
      // One by one: the usual name "cpu,cpuacct" would be taken for two.
      settings.put("runner.cgroup-root[%d]".formatted(i), group.roots().get(i).toString());
    }
    context.installation().uv().ifPresent(uv -> settings.put("runner.uv", uv.toString()));
    return settings;
  }
}
