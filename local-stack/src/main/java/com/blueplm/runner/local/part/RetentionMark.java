package com.blueplm.runner.local.part;

import com.blueplm.runner.local.home.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Remembers for which of Temporal's databases the retention was set: a database that was made anew
 * has the server's own default again.
 */
final class RetentionMark {
  private final Path mark;
  private final Path database;

  RetentionMark(Path mark, Path database) {
    this.mark = mark;
    this.database = database;
  }

  /** Whether the retention of the database that is there now was set. */
  boolean holds() throws IOException {
    return Files.exists(mark)
        && Files.exists(database)
        && Files.readString(mark).equals(identity());
  }

  /** Notes that the retention of the database that is there now was set. */
  void set() throws IOException {
    AtomicFile.write(mark, identity().getBytes(StandardCharsets.UTF_8));
  }

  /** The moment that the file was made; its inode may be used again for the next one. */
  private String identity() throws IOException {
    return Files.readAttributes(database, BasicFileAttributes.class).creationTime().toString();
  }
}
