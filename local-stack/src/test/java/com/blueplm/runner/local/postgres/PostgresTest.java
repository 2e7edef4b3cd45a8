package com.blueplm.runner.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.blueplm.runner.local.OpenDirectory;
import com.blueplm.runner.local.console.Progress;
import com.blueplm.runner.local.home.StackHome;
import com.blueplm.runner.local.process.LauncherBond;
import com.blueplm.runner.local.process.PidFile;
import com.blueplm.runner.local.process.ProcessSpawner;
import com.blueplm.runner.local.process.Supervisor;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PostgresTest {
  private final Clock clock = Clock.systemUTC();
  private final Progress progress = new Progress(System.err, clock, clock.instant());

  @Test
  void rolesAreSeparatedAndDataOutlivesTheServer() throws Exception {
    try (OpenDirectory directory = new OpenDirectory()) {
      StackHome home = directory.home();
      PostgresBinaries binaries = PostgresBinaries.unpack(directory.path().resolve("store"));

      withPostgres(home, binaries, PostgresTest::fillAndTryRoles);
      withPostgres(
          home,
          binaries,
          postgres -> assertThat(query(postgres, "SELECT sum(n) FROM numbers")).isEqualTo("42"));
      withPostgres(
          home,
          binaries,
          postgres -> {
            assertThat(query(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(query(postgres, "SHOW data_checksums")).isEqualTo("on");
            assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> connect(postgres, "runner_app", "guess"));
          });
    }
  }

  private static void fillAndTryRoles(Postgres postgres) throws SQLException {
    DatabaseAccounts accounts = postgres.accounts();
    try (Connection owner = connect(postgres, "runner_owner", accounts.owner());
        Connection application = connect(postgres, "runner_app", accounts.application())) {
      owner.createStatement().execute("CREATE TABLE numbers(id serial, n int)");
      application.createStatement().execute("INSERT INTO numbers(n) VALUES (40), (2), (7)");
      application.createStatement().execute("DELETE FROM numbers WHERE n = 7");
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> application.createStatement().execute("CREATE TABLE mine(n int)"))
          .withMessageContaining("permission denied");
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> application.createStatement().execute("DROP TABLE numbers"));
    }
  }

  private interface Use {
    void with(Postgres postgres) throws Exception;
  }

  private void withPostgres(StackHome home, PostgresBinaries binaries, Use use) throws Exception {
    ProcessSpawner spawner = new ProcessSpawner(LauncherBond.find(System.getenv("PATH")));
    Supervisor supervisor = new Supervisor(spawner, new PidFile(home.pids()), progress, clock);
    try {
      Postgres postgres = Postgres.start(home, binaries, spawner, supervisor, progress);
      long pid = new JsonMapper().readTree(home.pids().toFile()).path("postgres").asLong();
      ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
      assertThat(postmaster.info().user()).isNotEqualTo(Optional.of("root"));
      assertThat(Path.of(postmaster.info().command().orElse("postgres")))
          .endsWith(Path.of("postgres"));
      use.with(postgres);
    } finally {
      supervisor.stop(List.of(Postgres.NAME));
    }
  }

  private static String query(Postgres postgres, String sql) throws SQLException {
    try (Connection connection =
            connect(postgres, "runner_app", postgres.accounts().application());
        ResultSet row = connection.createStatement().executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static Connection connect(Postgres postgres, String role, String password)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/script_runner".formatted(postgres.port()), role, password);
  }
}
