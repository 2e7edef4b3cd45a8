package com.blueplm.runner.local.part;

import com.blueplm.runner.local.home.SystemUser;
import com.blueplm.runner.local.process.ChildCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How one Spring Boot app is run on the JVM.
 *
 * @param name the part's name
 * @param image the extracted jar
 * @param config the properties file
 * @param directory the working directory, writable by the app
 * @param heap the largest heap, as for {@code -Xmx}
 * @param user the user to run as, when it is another than the launcher's
 * @param group the file of a control group to run in
 */
record JavaApp(
    String name,
    AppImage image,
    Path config,
    Path directory,
    String heap,
    Optional<SystemUser> user,
    Optional<Path> group) {
  private static final Duration TRAINING_LIMIT = Duration.ofMinutes(3);

  ChildCommand command(StackContext context) {
    List<String> options =
        image.isTrained() ? List.of("-XX:AOTCache=" + image.aotCache()) : List.of();
    return command(context, options, context.home().log(name));
  }

  /**
   * Makes the AOT cache by starting the app up to the moment before it would serve. Without a cache
   * the app starts more slowly, nothing else: a failure is said and otherwise ignored.
   */
  void train(StackContext context) throws IOException, InterruptedException {
    if (!image.canBeTrained()) {
      return;
    }
    context.progress().say("%s: making its AOT cache, once per build (about 15 s)", name);
    Path fresh = directory.resolve("app.aot.new");
    Path log = context.home().log(name + "-aot");
    Files.deleteIfExists(log);
    Process training =
        context
            .spawner()
            .start(
                command(
                    context,
                    List.of("-XX:AOTCacheOutput=" + fresh, "-Dspring.context.exit=onRefresh"),
                    log));
    boolean ended = training.waitFor(TRAINING_LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      training.destroyForcibly();
    }
    int code = ended ? training.exitValue() : -1;
    if (code == 0 && Files.exists(fresh)) {
      install(fresh);
      return;
    }
    if (code == 0 || !ended) {
      // Not the app's fault: another try would take as long and end alike.
      image.rememberFailure();
    }
    context
        .progress()
        .say("%s: no AOT cache could be made, so it starts more slowly (%s)", name, log);
  }

  private void install(Path fresh) throws IOException {
    Path copy = image.directory().resolve("app.aot." + ProcessHandle.current().pid());
    Files.copy(fresh, copy, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(copy, image.aotCache(), StandardCopyOption.ATOMIC_MOVE);
    Files.delete(fresh);
  }

  private ChildCommand command(StackContext context, List<String> options, Path log) {
    List<String> arguments = new ArrayList<>();
    arguments.add(context.installation().java().toString());
    arguments.addAll(options);
    arguments.addAll(
        List.of(
            // Measured over 500 runs: a fifth less CPU per start and a quarter less per run than
            // with C2.
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx" + heap,
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED"));
    String wished = context.environment().getOrDefault("RUNNER_JAVA_OPTIONS", "");
    arguments.addAll(wished.isBlank() ? List.of() : List.of(wished.strip().split("\\s+")));
    arguments.addAll(
        List.of(
            "-jar", image.jar().toString(), "--spring.config.additional-location=file:" + config));
    Map<String, String> environment = ChildEnvironment.of(context.environment(), directory);
    return new ChildCommand(
        arguments, environment, directory, log, user.map(SystemUser::name), "KILL", group);
  }
}
