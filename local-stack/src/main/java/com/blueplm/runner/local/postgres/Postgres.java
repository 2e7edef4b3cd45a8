package com.blueplm.runner.local.postgres;

import com.blueplm.runner.local.console.LauncherException;
import com.blueplm.runner.local.console.Progress;
import com.blueplm.runner.local.home.AtomicFile;
import com.blueplm.runner.local.home.StackHome;
import com.blueplm.runner.local.process.LogFile;
import com.blueplm.runner.local.process.ProcessSpawner;
import com.blueplm.runner.local.process.StopRule;
import com.blueplm.runner.local.process.SupervisedPart;
import com.blueplm.runner.local.process.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * The embedded Postgres as a part of the stack: the postmaster is a direct child of the launcher.
 */
public final class Postgres {
  public static final String NAME = "postgres";
  private static final StopRule FAST_SHUTDOWN = new StopRule("INT", Duration.ofSeconds(15), "QUIT");

  /** Recovery after a crash is a part of the start. */
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final StackHome home;
  private final PostgresCluster cluster;
  private final DatabaseAccounts accounts;
  private final Supervisor supervisor;
  private final Progress progress;
  private final int port;

  private Postgres(
      StackHome home,
      PostgresCluster cluster,
      DatabaseAccounts accounts,
      Supervisor supervisor,
      Progress progress,
      int port) {
    this.home = home;
    this.cluster = cluster;
    this.accounts = accounts;
    this.supervisor = supervisor;
    this.progress = progress;
    this.port = port;
  }

  /**
   * Starts Postgres and waits until it takes connections; makes its data and roles at the first
   * start.
   */
  public static Postgres start(
      StackHome home,
      PostgresBinaries binaries,
      ProcessSpawner spawner,
      Supervisor supervisor,
      Progress progress)
      throws IOException, InterruptedException {
    PostgresCluster cluster = new PostgresCluster(home, binaries, spawner);
    DatabaseAccounts accounts = DatabaseAccounts.of(home);
    if (!cluster.exists()) {
      progress.say("postgres: making the data directory %s", cluster.data());
      cluster.create(accounts.superuser());
    }
    LogFile.rotate(home.log(NAME));
    Postgres postgres = new Postgres(home, cluster, accounts, supervisor, progress, cluster.port());
    postgres.launch();
    return postgres;
  }

  public int port() {
    return port;
  }

  public DatabaseAccounts accounts() {
    return accounts;
  }

  private void launch() throws IOException, InterruptedException {
    SupervisedPart part = supervisor.start(NAME, () -> cluster.serverCommand(port), FAST_SHUTDOWN);
    part.awaitReady(START_LIMIT, home.log(NAME), () -> isReady(part));
    createRoles();
    progress.say("postgres: ready on 127.0.0.1:%d", port);
  }

  private void createRoles() {
    Path done = home.config("database-roles-made");
    if (Files.exists(done)) {
      return;
    }
    try {
      new RoleRepository(port, accounts).createAll();
    } catch (SQLException e) {
      throw new LauncherException("Cannot make the database roles: " + e.getMessage(), e);
    }
    AtomicFile.write(done, new byte[0]);
  }

  /** The eighth line of postmaster.pid tells the state; the first says whose it is. */
  private boolean isReady(SupervisedPart part) {
    try {
      List<String> lines = Files.readAllLines(cluster.data().resolve("postmaster.pid"));
      return lines.size() >= 8
          && lines.getFirst().strip().equals(Long.toString(part.pid()))
          && lines.get(7).strip().equals("ready");
    } catch (NoSuchFileException notYet) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
