package com.blueplm.runner.api.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * The one Postgres of a test JVM: an owner role that may change the schema and an application role
 * that may not, as in production; each application gets a database of its own.
 */
final class TestPostgres {
  static final String OWNER = "runner_owner";
  static final String APPLICATION = "runner_app";
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  /** Creates an empty database and answers its name. */
  static String createDatabase() {
    String name = "runner_" + DATABASES.incrementAndGet();
    execute(
        Server.POSTGRES.getPostgresDatabase(),
        "CREATE DATABASE " + name + " OWNER " + OWNER,
        "REVOKE ALL ON DATABASE " + name + " FROM PUBLIC",
        "GRANT CONNECT ON DATABASE " + name + " TO " + APPLICATION);
    execute(
        Server.POSTGRES.getDatabase("postgres", name),
        "ALTER SCHEMA public OWNER TO " + OWNER,
        "GRANT USAGE ON SCHEMA public TO " + APPLICATION,
        "ALTER DEFAULT PRIVILEGES FOR ROLE "
            + OWNER
            + " IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "
            + APPLICATION,
        "ALTER DEFAULT PRIVILEGES FOR ROLE "
            + OWNER
            + " IN SCHEMA public GRANT USAGE ON SEQUENCES TO "
            + APPLICATION);
    return name;
  }

  /** Ends all connections to a database and lets nobody in until {@link #reopen}. */
  static void close(String database) {
    execute(
        Server.POSTGRES.getPostgresDatabase(),
        "ALTER DATABASE " + database + " ALLOW_CONNECTIONS false",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + database
            + "'");
  }

  /** Lets connections in again. */
  static void reopen(String database) {
    execute(
        Server.POSTGRES.getPostgresDatabase(),
        "ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
  }

  /** The address of a database. */
  static String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + Server.POSTGRES.getPort() + "/" + database;
  }

  /** Connections of the owner role, for looking at and preparing rows. */
  static DataSource ownerOf(String database) {
    return Server.POSTGRES.getDatabase(OWNER, database);
  }

  private static void execute(DataSource source, String... statements) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Could not prepare the test database", e);
    }
  }

  /** Started when first needed; zonky stops it with the JVM. */
  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        execute(
            postgres.getPostgresDatabase(),
            "CREATE ROLE " + OWNER + " LOGIN",
            "CREATE ROLE " + APPLICATION + " LOGIN");
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException("Could not start the embedded Postgres of the tests", e);
      }
    }
  }
}
