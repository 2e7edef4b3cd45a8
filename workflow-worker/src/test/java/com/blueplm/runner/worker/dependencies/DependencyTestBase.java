package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.worker.WorkerHome;
import com.blueplm.runner.worker.execution.Machine;
import com.blueplm.runner.worker.sandbox.BubblewrapSandbox;
import com.blueplm.runner.worker.sandbox.ProcessSpawner;
import com.blueplm.runner.worker.sandbox.ResourceControl;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.SeccompFilter;
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

  final ProcessSpawner spawner = new ProcessSpawner();
  WorkerHome home;
  PackageIndex index;
  Sandbox sandbox;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    Machine.requireBubblewrap();
    home = WorkerHome.open(Files.createDirectory(directory.resolve("home")));
    index = new PackageIndex();
    sandbox =
        new BubblewrapSandbox(
            spawner,
            Machine.python(),
            SeccompFilter.extractTo(home.root()),
            ResourceControl.none());
  }

  @AfterEach
  void close() throws IOException {
    index.close();
    home.close();
    spawner.close();
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
