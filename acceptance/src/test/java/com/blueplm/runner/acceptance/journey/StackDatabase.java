package com.blueplm.runner.acceptance.journey;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A look into a stack's Postgres, for what no route shows yet. */
record StackDatabase(String url, String password) {

  static StackDatabase of(Stack stack) {
    return new StackDatabase(
        "jdbc:postgresql://127.0.0.1:"
            + Stack.read(stack.home().resolve("config/postgres.port"))
            + "/script_runner",
        Stack.read(stack.home().resolve("keys/postgres-app.password")));
  }

  /** The audited actions on an object, oldest first. */
  List<String> auditedActions(String objectId) {
    String sql = "SELECT action FROM audit_events WHERE object_id = ? ORDER BY id";
    try (Connection connection = DriverManager.getConnection(url, "runner_app", password);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, objectId);
      List<String> actions = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          actions.add(rows.getString(1));
        }
      }
      return actions;
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot read " + url, e);
    }
  }
}
