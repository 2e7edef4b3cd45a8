package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.worker.sandbox.SandboxLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The interpreter that packages are for, as the sandbox has it. Asked once. */
final class BaseInterpreter {

  private static final String QUESTION =
      """
      import platform, site, sys
      print('%d.%d.%d' % sys.version_info[:3])
      print(sys.version, platform.platform(), sys.prefix, sys.base_prefix, site.getsitepackages())
      """;

  private final Tools tools;
  private final JobPlaces places;
  private @Nullable Answer answer;

  BaseInterpreter(Tools tools, JobPlaces places) {
    this.tools = tools;
    this.places = places;
  }

  /**
   * What it says about itself.
   *
   * @throws IOException when it cannot be asked
   */
  synchronized Answer ask() throws IOException {
    if (answer == null) {
      answer = places.with("python", directory -> read(directory.root()));
    }
    return answer;
  }

  private Answer read(Path workspace) throws IOException {
    ToolOutcome outcome =
        tools.run(
            new ToolJob(
                workspace,
                List.of(tools.sandbox().python(), "-I", "-c", QUESTION),
                Map.of(),
                List.of(),
                new SandboxLimits(256, 100, 16, 64),
                false,
                Duration.ofSeconds(15),
                Long.MAX_VALUE),
            new CompletableFuture<>());
    if (!outcome.succeeded()) {
      throw new IOException("the base environment's Python does not answer: " + outcome);
    }
    return new Answer(outcome.stdout().lines().findFirst().orElse(""), outcome.stdout());
  }

  /**
   * What it said.
   *
   * @param version major, minor and micro version
   * @param description all that an environment made for it depends on
   */
  record Answer(String version, String description) {}
}
