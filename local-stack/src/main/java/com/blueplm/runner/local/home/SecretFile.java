package com.blueplm.runner.local.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** Files that only their owner may read. They appear whole or not at all. */
public final class SecretFile {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_AND_GROUP =
      PosixFilePermissions.fromString("rw-r-----");

  private SecretFile() {}

  /**
   * Returns the file's text; makes the file with 256 random bits (43 base64url characters) first.
   */
  public static String readOrGenerate(Path file, String prefix) {
    if (!Files.exists(file)) {
      write(file, prefix + random(Base64.getUrlEncoder().withoutPadding()), Optional.empty());
    }
    return read(file);
  }

  /** Returns the file's text; makes the file with 32 random bytes in base64 first. */
  public static String readOrGenerateKey(Path file) {
    if (!Files.exists(file)) {
      write(file, random(Base64.getEncoder()), Optional.empty());
    }
    return read(file);
  }

  /** Replaces the file; with a reader it belongs to that user's group, which may read it. */
  public static void write(Path file, String text, Optional<SystemUser> reader) {
    try {
      Path fresh = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".new");
      Files.writeString(fresh, text);
      if (reader.isPresent()) {
        reader.get().giveGroup(fresh);
        view(fresh).setPermissions(OWNER_AND_GROUP);
      } else {
        view(fresh).setPermissions(OWNER_ONLY);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Returns the file's text without surrounding white space. */
  public static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String random(Base64.Encoder encoder) {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return encoder.encodeToString(bytes);
  }

  private static PosixFileAttributeView view(Path file) {
    return Files.getFileAttributeView(file, PosixFileAttributeView.class);
  }
}
