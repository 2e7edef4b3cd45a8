package com.blueplm.runner.local.part;

import com.blueplm.runner.local.home.Directories;
import com.blueplm.runner.local.process.ShortCommand;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * An app's executable jar, extracted, with room for its AOT cache: both halve the time of a start.
 * There is one image per content of the jar and JDK, in a directory that all may read.
 *
 * @param directory holds the jar, its libraries, and {@code app.aot} once trained
 * @param jar the extracted jar
 */
record AppImage(Path directory, Path jar) {
  private static final int KEPT_IMAGES = 6;

  /** More than the directory of entries takes at the end of a jar of some thousand entries. */
  private static final long DIRECTORY_LIMIT = 1L << 20;

  /** Extracts the jar unless that was done before. */
  static AppImage prepare(Path java, Path jar, Path store, Instant now)
      throws IOException, InterruptedException {
    String jdk = Runtime.version().toString().replaceAll("[^A-Za-z0-9.]", "_");
    String app = jar.getFileName().toString().replaceAll("-[0-9].*", "");
    Path images = Directories.make(store.resolve("apps"), "rwxr-xr-x");
    Path directory = images.resolve("%s-%s-%s".formatted(app, digest(jar).substring(0, 16), jdk));
    if (!Files.isDirectory(directory)) {
      removeOldest(images, app);
      Path fresh = Files.createTempDirectory(images, "extracting-");
      extract(java, jar, fresh);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      if (Files.isDirectory(directory)) {
        Directories.remove(fresh);
      } else {
        Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    Files.setLastModifiedTime(directory, FileTime.from(now));
    return new AppImage(directory, directory.resolve(jar.getFileName()));
  }

  Path aotCache() {
    return directory.resolve("app.aot");
  }

  boolean isTrained() {
    return Files.exists(aotCache());
  }

  /** Tells whether making the cache is worth a try: it was neither made nor found impossible. */
  boolean canBeTrained() {
    return !isTrained() && !Files.exists(failure());
  }

  void rememberFailure() throws IOException {
    Files.writeString(failure(), "No AOT cache could be made for this build.\n");
  }

  private Path failure() {
    return directory.resolve("app.aot.failed");
  }

  private static void extract(Path java, Path jar, Path into)
      throws IOException, InterruptedException {
    ShortCommand.run(
        List.of(
            java.toString(),
            "-XX:TieredStopAtLevel=1",
            "-Djarmode=tools",
            "-jar",
            jar.toString(),
            "extract",
            "--force",
            "--destination",
            into.toString()));
  }

  private static void removeOldest(Path images, String app) throws IOException {
    List<Path> newestFirst;
    try (Stream<Path> all = Files.list(images)) {
      newestFirst =
          all.filter(image -> image.getFileName().toString().startsWith(app + "-"))
              .sorted(Comparator.comparing(AppImage::lastUse).reversed())
              .toList();
    }
    for (Path old : newestFirst.stream().skip(KEPT_IMAGES - 1).toList()) {
      Directories.remove(old);
    }
  }

  private static long lastUse(Path image) {
    return image.toFile().lastModified();
  }

  /**
   * Digests the end of the jar, which holds the checksum of every entry: the whole would take most
   * of a second of each start.
   */
  private static String digest(Path jar) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "r")) {
      byte[] end = new byte[(int) Math.min(file.length(), DIRECTORY_LIMIT)];
      file.seek(file.length() - end.length);
      file.readFully(end);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(end));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
