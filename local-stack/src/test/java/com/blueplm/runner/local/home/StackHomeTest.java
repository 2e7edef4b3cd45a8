package com.blueplm.runner.local.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.blueplm.runner.local.OpenDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StackHomeTest {
  private static final boolean ROOT = System.getProperty("user.name").equals("root");

  @Test
  void secretsAreReadableByTheirOwnerOnlyAndStay() throws IOException {
    try (OpenDirectory directory = new OpenDirectory()) {
      StackHome home = directory.home();

      String token = SecretFile.readOrGenerate(home.adminToken(), "srt_");

      assertThat(token).matches("srt_[A-Za-z0-9_-]{43}");
      assertThat(permissions(home.adminToken())).isEqualTo("rw-------");
      assertThat(permissions(home.root().resolve("keys"))).isEqualTo("rwx------");
      assertThat(permissions(home.root().resolve("config"))).isEqualTo("rwx------");
      assertThat(permissions(home.root().resolve("logs"))).isEqualTo("rwx------");
      assertThat(SecretFile.readOrGenerate(directory.home().adminToken(), "srt_")).isEqualTo(token);
    }
  }

  @Test
  void aMasterKeyHas32Bytes() throws IOException {
    try (OpenDirectory directory = new OpenDirectory()) {
      String key = SecretFile.readOrGenerateKey(directory.home().key("master.key"));

      assertThat(Base64.getDecoder().decode(key)).hasSize(32);
    }
  }

  @Test
  void anOrdinaryUserKeepsEverythingInTheHome() throws IOException {
    try (OpenDirectory directory = new OpenDirectory()) {
      StackHome home =
          StackHome.open(directory.path().resolve("h"), false, directory.path().resolve("store"));

      assertThat(home.shared()).isEqualTo(home.root());
      assertThat(permissions(home.root())).isEqualTo("rwx------");
      assertThat(home.workerUser()).isEmpty();
    }
  }

  @Test
  void rootMovesSharedFilesOutOfAClosedHome() throws IOException {
    assumeThat(ROOT).isTrue();
    try (OpenDirectory directory = new OpenDirectory()) {
      Path closed = Directories.make(directory.path().resolve("closed"), "rwx------");
      Path store = Directories.make(directory.path().resolve("store"), "rwxr-xr-x");

      StackHome home = StackHome.open(closed.resolve("h"), true, store);
      StackHome again = StackHome.open(closed.resolve("h"), true, store);

      assertThat(home.shared()).startsWith(store).isEqualTo(again.shared());
      assertThat(Directories.isOpenToAll(home.workers())).isTrue();
      assertThat(home.root().resolve("postgres")).isSymbolicLink();
      assertThat(Files.getOwner(home.postgres()).getName()).isEqualTo("script-runner-db");
    }
  }

  @Test
  void theWorkersKeyIsReadableForItsGroupOnly() throws IOException {
    assumeThat(ROOT).isTrue();
    try (OpenDirectory directory = new OpenDirectory()) {
      Path key = directory.home().workers().resolve("worker.key");

      SecretFile.write(key, "k", Optional.of(SystemUser.WORKER));

      assertThat(permissions(key)).isEqualTo("rw-r-----");
      assertThat(Files.getOwner(key).getName()).isEqualTo("root");
    }
  }

  @Test
  void oneLauncherHoldsTheLock() throws IOException {
    try (OpenDirectory directory = new OpenDirectory()) {
      Path file = directory.home().lock();
      try (InstanceLock first = InstanceLock.tryTake(file).orElseThrow()) {
        assertThat(first).isNotNull();
        assertThat(InstanceLock.tryTake(file)).isEmpty();
      }
      InstanceLock.tryTake(file).orElseThrow().close();
    }
  }

  @Test
  void aStackWhoseLauncherIsGoneIsNotRunning() throws IOException {
    try (OpenDirectory directory = new OpenDirectory()) {
      Path file = directory.home().runningStack();
      RunningStack own = new RunningStack("http://a", "http://b", ProcessHandle.current().pid());

      own.write(file);
      assertThat(RunningStack.read(file)).contains(own);
      new RunningStack("http://a", "http://b", Integer.MAX_VALUE).write(file);
      assertThat(RunningStack.read(file)).isEmpty();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
