package com.blueplm.runner.local.postgres;

import com.blueplm.runner.local.home.SecretFile;
import com.blueplm.runner.local.home.StackHome;

/**
 * The generated passwords of the three database roles.
 *
 * @param superuser of {@code postgres}, used by the launcher only
 * @param owner of {@code runner_owner}, which owns the database and migrates it
 * @param application of {@code runner_app}, which reads and writes rows
 */
public record DatabaseAccounts(String superuser, String owner, String application) {
  public static final String DATABASE = "script_runner";
  public static final String OWNER_ROLE = "runner_owner";
  public static final String APPLICATION_ROLE = "runner_app";

  /** Reads the passwords from their 0600 files, making them at the first start. */
  public static DatabaseAccounts of(StackHome home) {
    return new DatabaseAccounts(
        SecretFile.readOrGenerate(home.key("postgres-superuser.password"), ""),
        SecretFile.readOrGenerate(home.key("postgres-owner.password"), ""),
        SecretFile.readOrGenerate(home.key("postgres-app.password"), ""));
  }
}
