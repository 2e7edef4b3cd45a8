package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.worker.WorkerHome;
import com.blueplm.runner.worker.execution.Machine;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.TestSandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** A worker with uv in bubblewrap and an index of its own. */
abstract class DependencyTestBase {

  static final CompletableFuture<Void> NEVER = new CompletableFuture<>();

  TestSandboxes sandboxes;
  WorkerHome home;
  PackageIndex index;
  Sandbox sandbox;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    home = WorkerHome.open(Files.createDirectory(directory.resolve("home")));
    index = new PackageIndex();
    sandboxes = TestSandboxes.withGroups(home.root());
    sandbox = sandboxes.bubblewrap();
  }

  @AfterEach
  void close() throws IOException {
    index.close();
    sandboxes.close();
    home.close();
  }

  DependencyFixture worker() throws IOException {
    return worker(Duration.ofSeconds(60), DataSize.ofMegabytes(200));
  }

  DependencyFixture worker(Duration timeout, DataSize cache) throws IOException {
    return new DependencyFixture(
        sandbox,
        home,
        DependencyFixture.properties(Machine.uv(), index.url(), timeout, cache),
        Clock.systemUTC());
  }

  /** What lies in the store's directory. */
  List<Path> kept() throws IOException {
    return list(home.environments());
  }

  /** What jobs have left among the workspaces. */
  List<Path> workspaces() throws IOException {
    return list(home.runs());
  }

  static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
