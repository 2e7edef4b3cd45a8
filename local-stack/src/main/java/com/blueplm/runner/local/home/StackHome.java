package com.blueplm.runner.local.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where one local stack keeps its data ({@code RUNNER_HOME}).
 *
 * @param root the home itself; everything secret is here, for its owner only
 * @param shared where Postgres and the workers keep their files: the home, or, when the launcher is
 *     root and unprivileged users cannot enter the home, a directory of its own under /var/lib
 * @param asRoot whether parts must be run as other users
 */
public record StackHome(Path root, Path shared, boolean asRoot) {
  /** Opens the home, making it first when needed. */
  public static StackHome open(Path home, boolean asRoot, Path systemStore) {
    Path root = home.toAbsolutePath().normalize();
    Directories.make(root, asRoot ? "rwx--x--x" : "rwx------");
    for (String name : new String[] {"config", "keys", "logs", "temporal"}) {
      Directories.make(root.resolve(name), "rwx------");
    }
    try {
      Path shared = root;
      if (asRoot && !Directories.isOpenToAll(root)) {
        String id = SecretFile.readOrGenerate(root.resolve("instance-id"), "").substring(0, 12);
        shared = Directories.make(systemStore.resolve("homes").resolve(id), "rwxr-x--x");
        Files.writeString(shared.resolve("home"), root + "\n");
      }
      StackHome opened = new StackHome(root, shared, asRoot);
      opened.makeSharedDirectories();
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open " + root + ": " + e.getMessage(), e);
    }
  }

  public Path adminToken() {
    return root.resolve("admin-token");
  }

  public Path pids() {
    return root.resolve("pids.json");
  }

  public Path lock() {
    return root.resolve("launcher.lock");
  }

  public Path runningStack() {
    return root.resolve("stack.json");
  }

  public Path config(String name) {
    return root.resolve("config").resolve(name);
  }

  public Path key(String name) {
    return root.resolve("keys").resolve(name);
  }

  public Path log(String part) {
    return root.resolve("logs").resolve(part + ".log");
  }

  public Path temporal() {
    return root.resolve("temporal");
  }

  public Path postgres() {
    return shared.resolve("postgres");
  }

  public Path workers() {
    return shared.resolve("worker");
  }

  /** The user that Postgres runs as, where it is another than the launcher's. */
  public Optional<SystemUser> databaseUser() {
    return asRoot ? Optional.of(SystemUser.DATABASE) : Optional.empty();
  }

  /** The user that the workers run as, where it is another than the launcher's. */
  public Optional<SystemUser> workerUser() {
    return asRoot ? Optional.of(SystemUser.WORKER) : Optional.empty();
  }

  private void makeSharedDirectories() throws IOException {
    databaseUser().ifPresent(SystemUser::check);
    workerUser().ifPresent(SystemUser::check);
    Directories.make(postgres(), "rwx------");
    Directories.make(workers(), asRoot ? "rwx--x--x" : "rwx------");
    if (databaseUser().isPresent()) {
      databaseUser().get().giveOwnership(postgres());
    }
    if (!shared.equals(root)) {
      link(root.resolve("postgres"), postgres());
      link(root.resolve("worker"), workers());
    }
  }

  private static void link(Path from, Path to) throws IOException {
    if (!Files.isSymbolicLink(from)) {
      Files.createSymbolicLink(from, to);
    }
  }
}
