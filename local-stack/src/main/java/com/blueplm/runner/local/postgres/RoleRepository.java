package com.blueplm.runner.local.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Makes the database, its owner and the application's role. Every step may be repeated. */
final class RoleRepository {
  private static final String ROLE_EXISTS = "SELECT 1 FROM pg_roles WHERE rolname = ?";
  private static final String DATABASE_EXISTS = "SELECT 1 FROM pg_database WHERE datname = ?";

  // Passwords are base64url: they hold no quote.
  private static final String CREATE_ROLE = "CREATE ROLE %s LOGIN PASSWORD '%s'";
  private static final String SET_PASSWORD = "ALTER ROLE %s PASSWORD '%s'";
  private static final List<String> DATABASE_GRANTS =
      List.of(
          "REVOKE ALL ON DATABASE script_runner FROM PUBLIC",
          "GRANT CONNECT, TEMPORARY ON DATABASE script_runner TO runner_app");
  private static final List<String> SCHEMA_GRANTS =
      List.of(
          "ALTER SCHEMA public OWNER TO runner_owner",
          "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
          "GRANT USAGE ON SCHEMA public TO runner_app",
          """
          ALTER DEFAULT PRIVILEGES FOR ROLE runner_owner IN SCHEMA public
            GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO runner_app""",
          """
          ALTER DEFAULT PRIVILEGES FOR ROLE runner_owner IN SCHEMA public
            GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO runner_app""");

  private final int port;
  private final DatabaseAccounts accounts;

  RoleRepository(int port, DatabaseAccounts accounts) {
    this.port = port;
    this.accounts = accounts;
  }

  void createAll() throws SQLException {
    try (Connection connection = connect("postgres")) {
      createRole(connection, DatabaseAccounts.OWNER_ROLE, accounts.owner());
      createRole(connection, DatabaseAccounts.APPLICATION_ROLE, accounts.application());
      if (!exists(connection, DATABASE_EXISTS, DatabaseAccounts.DATABASE)) {
        execute(connection, List.of("CREATE DATABASE script_runner OWNER runner_owner"));
      }
      execute(connection, DATABASE_GRANTS);
    }
    try (Connection connection = connect(DatabaseAccounts.DATABASE)) {
      execute(connection, SCHEMA_GRANTS);
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database),
        "postgres",
        accounts.superuser());
  }

  private static void createRole(Connection connection, String role, String password)
      throws SQLException {
    String template = exists(connection, ROLE_EXISTS, role) ? SET_PASSWORD : CREATE_ROLE;
    execute(connection, List.of(template.formatted(role, password)));
  }

  private static boolean exists(Connection connection, String query, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
