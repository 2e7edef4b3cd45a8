package com.blueplm.runner.worker.dependencies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.contract.gateway.LockOrder;
import com.blueplm.runner.worker.sandbox.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.unit.DataSize;

@Timeout(120)
class EnvironmentsTest extends DependencyTestBase {

  private static final Wheel ACME =
      Wheel.of("acme", "1.0")
          .file("acme/__init__.py", "VALUE = 42\n")
          .file("acme/py2.py", "print 1");

  @Test
  void oneThatIsThereIsOnlyLookedUp() throws Exception {
    index.add(ACME);
    DependencyFixture worker = worker();
    String lock = lock(worker, "acme");

    Path first = use(worker, lock);
    List<String> downloads = List.copyOf(index.downloads);
    index.close();
    Path second = use(worker, lock);

    assertThat(second).isEqualTo(first);
    assertThat(downloads).containsExactly("acme-1.0-py3-none-any.whl");
    assertThat(kept()).hasSize(1);
    assertThat(workspaces()).isEmpty();
    // A worker that starts again finds it, too.
    assertThat(use(worker(), lock)).isEqualTo(first);
  }

  @Test
  void packagesAreByteCompiledAndReadable() throws Exception {
    index.add(ACME);
    DependencyFixture worker = worker();

    Path venv = use(worker, lock(worker, "acme"));

    try (var files = Files.walk(venv)) {
      assertThat(files.map(Path::toString).filter(file -> file.endsWith(".pyc")))
          .anyMatch(file -> file.contains("acme/__pycache__/__init__."));
    }
    assertThat(Files.getPosixFilePermissions(venv))
        .hasToString(
            "[OWNER_READ, OWNER_WRITE, OWNER_EXECUTE, GROUP_READ, GROUP_EXECUTE, OTHERS_READ, OTHERS_EXECUTE]");
  }

  @Test
  void manyWhoAskAtOnceShareOneBuild() throws Exception {
    index.add(ACME);
    DependencyFixture worker = worker();
    String lock = lock(worker, "acme");
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<Path>> asked =
          IntStream.range(0, 6).mapToObj(n -> threads.submit(() -> use(worker, lock))).toList();
      for (Future<Path> one : asked) {
        assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(asked.getFirst().get());
      }
    }
    assertThat(index.downloads).hasSize(1);
  }

  @Test
  void aFileThatIsNotTheLockedOneIsRefusedAndNothingIsKept() throws Exception {
    index.add(ACME);
    DependencyFixture worker = worker();
    String lock = lock(worker, "acme");
    index.tamper(ACME, Wheel.of("acme", "1.0").file("acme/__init__.py", "VALUE = 'evil'\n"));

    DependencyException refused = refusal(worker, lock);

    assertThat(refused.reason())
        .isEqualTo("The file of acme that the package index offers is not the one that was locked");
    assertThat(String.join("\n", refused.details()))
        .doesNotContain("127.0.0.1")
        .doesNotContain("/run");
    assertThat(kept()).isEmpty();
    assertThat(workspaces()).isEmpty();
  }

  @Test
  void aLockThatAsksForMoreThanPackagesIsRefused() throws Exception {
    DependencyFixture worker = worker();

    assertThat(refusal(worker, "--index-url http://127.0.0.1:1/\n").reason())
        .contains("neither a package with its version nor a hash");
  }

  @Test
  void theTimeIsLimited() throws Exception {
    index.add(ACME);
    DependencyFixture worker = worker(Duration.ofSeconds(3), DataSize.ofMegabytes(200));
    String lock = lock(worker, "acme");
    CountDownLatch hold = index.holdDownloads();

    assertThat(refusal(worker, lock).reason())
        .isEqualTo("The installation took longer than 3 s (runner.dependencies.install-timeout)");
    assertThat(workspaces()).isEmpty();
    hold.countDown();
  }

  @Test
  void aStopEndsTheBuildUnlessAnotherRunWaitsForIt() throws Exception {
    index.add(ACME);
    DependencyFixture worker = worker();
    String lock = lock(worker, "acme");
    CountDownLatch hold = index.holdDownloads();
    CompletableFuture<Void> stop = new CompletableFuture<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<Optional<Environment>> stopped =
          threads.submit(() -> worker.environments.of(lock, stop));
      await().until(() -> !index.downloads.isEmpty());
      Future<Path> patient = threads.submit(() -> use(worker, lock));
      await().until(() -> worker.environments.waiting() == 2);
      stop.complete(null);
      assertThat(stopped.get(10, TimeUnit.SECONDS)).isEmpty();
      hold.countDown();
      assertThat(patient.get(60, TimeUnit.SECONDS)).exists();
    }
  }

  @Test
  void aStopOfTheOnlyRunLeavesNothing() throws Exception {
    index.add(ACME);
    DependencyFixture worker = worker();
    String lock = lock(worker, "acme");
    CountDownLatch hold = index.holdDownloads();
    CompletableFuture<Void> stop = new CompletableFuture<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<Optional<Environment>> stopped =
          threads.submit(() -> worker.environments.of(lock, stop));
      await().until(() -> !index.downloads.isEmpty());
      stop.complete(null);
      assertThat(stopped.get(10, TimeUnit.SECONDS)).isEmpty();
    }
    assertThat(workspaces()).isEmpty();
    assertThat(kept()).isEmpty();
    hold.countDown();
  }

  @Test
  void whatIsLargerThanTheCacheIsRefused() throws Exception {
    index.add(Wheel.of("huge", "1.0").zeros("huge/data.bin", 64 * 1024 * 1024));
    DependencyFixture worker = worker(Duration.ofSeconds(60), DataSize.ofMegabytes(32));

    DependencyException refused = refusal(worker, lock(worker, "huge"));

    assertThat(refused.reason())
        .isEqualTo("A file of the packages is larger than runner.dependencies.cache-size allows");
    assertThat(kept()).isEmpty();
    assertThat(workspaces()).isEmpty();
  }

  @Test
  void manySmallFilesCountTogether() throws Exception {
    Wheel wheel = Wheel.of("many", "1.0");
    IntStream.range(0, 20).forEach(n -> wheel.zeros("many/" + n + ".bin", 3 * 1024 * 1024));
    index.add(wheel);
    DependencyFixture worker = worker(Duration.ofSeconds(60), DataSize.ofMegabytes(32));

    assertThat(refusal(worker, lock(worker, "many")).reason())
        .isEqualTo("The packages are larger than 32 MB (runner.dependencies.cache-size)");
    assertThat(kept()).isEmpty();
  }

  @Test
  void namesThatLeadOutOfTheEnvironmentWriteNothingThere() throws Exception {
    Path canary = Files.writeString(home.root().resolve("canary"), "untouched");
    index.add(
        Wheel.of("evil", "1.0")
            .file("../../../../../../../../" + canary, "evil")
            .file("../../../../../input/lock.txt", "evil")
            .file("/run/output/outside", "evil")
            .file("evil.py", ""));
    DependencyFixture worker = worker();
    String lock = lock(worker, "evil");

    Throwable refused = catchThrowableOfType(Throwable.class, () -> use(worker, lock));

    assertThat(canary).hasContent("untouched");
    assertThat(workspaces()).isEmpty();
    if (refused == null) {
      assertThat(kept()).hasSize(1);
      assertThat(list(kept().getFirst()).stream().map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("venv", "size");
    } else {
      assertThat(refused).isInstanceOf(DependencyException.class);
      assertThat(kept()).isEmpty();
    }
  }

  @Test
  void linksInAPackageLeadNowhere() throws Exception {
    Path canary = Files.writeString(home.root().resolve("canary"), "untouched");
    index.add(
        Wheel.of("evil", "1.0")
            .link("evil_file", canary.toString())
            .link("evil_directory", "/run/output")
            .file("evil_directory/size", "evil")
            .file("evil.py", ""));
    DependencyFixture worker = worker();
    String lock = lock(worker, "evil");

    Throwable refused = catchThrowableOfType(Throwable.class, () -> use(worker, lock));

    assertThat(canary).hasContent("untouched");
    assertThat(workspaces()).isEmpty();
    if (refused == null) {
      assertThat(kept().getFirst().resolve("size")).content().matches("\\d+");
      assertThat(worker.store.clear()).isTrue();
      await().untilAsserted(() -> assertThat(kept()).isEmpty());
      assertThat(canary).hasContent("untouched");
    } else {
      assertThat(refused).isInstanceOf(DependencyException.class);
      assertThat(kept()).isEmpty();
    }
  }

  @Test
  void codeThatAPackageRunsAtTheStartOfPythonRunsInNoBuild() throws Exception {
    index.add(
        Wheel.of("evil", "1.0")
            .file("evil.pth", "import os; open('/run/output/started', 'w').close(); os._exit(7)\n")
            .file("sitecustomize.py", "open('/run/output/started', 'w').close()\n")
            .file("evil.py", ""));
    DependencyFixture worker = worker();

    Path venv = use(worker, lock(worker, "evil"));

    assertThat(Objects.requireNonNull(venv.getParent()).resolve("started")).doesNotExist();
  }

  private static Path use(DependencyFixture worker, String lock)
      throws DependencyException, IOException {
    try (Environment environment = worker.environments.of(lock, NEVER).orElseThrow()) {
      Mount mount = environment.mount();
      assertThat(mount.writable()).isFalse();
      return mount.source();
    }
  }

  private static DependencyException refusal(DependencyFixture worker, String lock) {
    return Objects.requireNonNull(
        catchThrowableOfType(DependencyException.class, () -> worker.environments.of(lock, NEVER)));
  }

  /** The lock; what finding it downloaded is forgotten. */
  private String lock(DependencyFixture worker, String... packages) throws IOException {
    String lock = worker.locker.lock(new LockOrder(null, List.of(packages))).lock();
    index.downloads.clear();
    return Objects.requireNonNull(lock);
  }
}
