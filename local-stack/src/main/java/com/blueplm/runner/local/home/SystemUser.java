package com.blueplm.runner.local.home;

import com.blueplm.runner.local.console.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/**
 * An unprivileged user, with a group of the same name, that a part runs as when the launcher is
 * root.
 */
public record SystemUser(String name) {
  public static final SystemUser DATABASE = new SystemUser("script-runner-db");
  public static final SystemUser WORKER = new SystemUser("script-runner-worker");

  /** Fails with the cure when the user does not exist. */
  public void check() {
    principal();
  }

  /** Makes the file or directory the user's own. */
  public void giveOwnership(Path path) throws IOException {
    view(path).setOwner(principal());
    giveGroup(path);
  }

  /** Makes the user's group the group of the file or directory. */
  public void giveGroup(Path path) throws IOException {
    view(path).setGroup(group(path));
  }

  private UserPrincipal principal() {
    try {
      return lookup(Path.of("/")).lookupPrincipalByName(name);
    } catch (UserPrincipalNotFoundException e) {
      throw new LauncherException(
          "There is no system user " + name + ": run tools/prepare as root");
    } catch (IOException e) {
      throw new LauncherException("Cannot look up the system user " + name, e);
    }
  }

  private GroupPrincipal group(Path path) throws IOException {
    return lookup(path).lookupPrincipalByGroupName(name);
  }

  private static UserPrincipalLookupService lookup(Path path) {
    return path.getFileSystem().getUserPrincipalLookupService();
  }

  private static PosixFileAttributeView view(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class);
  }
}
