package com.blueplm.runner.local.postgres;

import com.blueplm.runner.local.console.LauncherException;
import com.blueplm.runner.local.home.Directories;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The Postgres programs from the class path, unpacked once per version into a directory that all
 * may read.
 */
public record PostgresBinaries(Path directory) {
  /** Unpacks the programs below the store unless they are there. */
  public static PostgresBinaries unpack(Path store) {
    String archive = archiveName();
    Path versions = store.resolve("postgres");
    Path directory = versions.resolve(version() + "-" + archive.replaceAll("\\..*", ""));
    if (Files.isDirectory(directory)) {
      return new PostgresBinaries(directory);
    }
    try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
      if (packed == null) {
        throw new LauncherException(
            "There is no Postgres for this system (%s %s) on the class path: %s is missing"
                .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), archive));
      }
      Directories.make(versions, "rwxr-xr-x");
      Path fresh = Files.createTempDirectory(versions, "unpacking-");
      unpack(packed, fresh);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      moveInPlace(fresh, directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack Postgres into " + directory, e);
    }
    return new PostgresBinaries(directory);
  }

  Path program(String name) {
    return directory.resolve("bin").resolve(name);
  }

  private static void moveInPlace(Path fresh, Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      // Another launcher was quicker.
      Directories.remove(fresh);
    } else {
      Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void unpack(InputStream packed, Path into) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(new BufferedInputStream(packed, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpackEntry(tar, entry, into);
      }
    }
  }

  private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
      throws IOException {
    Path target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("Entry outside the archive: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, target);
      boolean executable = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static String archiveName() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean arm = machine.equals("aarch64") || machine.equals("arm64");
    return "postgres-%s-%s.txz"
        .formatted(system.startsWith("mac") ? "darwin" : "linux", arm ? "arm_64" : "x86_64");
  }

  private static String version() {
    try (InputStream stream =
        PostgresBinaries.class.getResourceAsStream("/local-stack.properties")) {
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty("postgres.version");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read local-stack.properties", e);
    }
  }
}
