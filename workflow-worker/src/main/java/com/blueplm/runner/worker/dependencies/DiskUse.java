package com.blueplm.runner.worker.dependencies;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a directory holds. Links are not followed; a file with several names counts once.
 *
 * @param bytes the sizes of its files
 * @param files the number of files and directories
 */
record DiskUse(long bytes, long files) {

  /** File systems run out of files before they run out of bytes. */
  private static final long MOST_FILES = 300_000;

  /** Looks at a directory that may be changing. */
  static DiskUse of(Path directory) {
    Counter counter = new Counter();
    try {
      Files.walkFileTree(directory, counter);
    } catch (IOException e) {
      // What vanished between two looks is not counted.
      return new DiskUse(counter.bytes, counter.files);
    }
    return new DiskUse(counter.bytes, counter.files);
  }

  boolean isAbove(long limit) {
    return bytes > limit || files > MOST_FILES;
  }

  private static final class Counter extends SimpleFileVisitor<Path> {

    private long bytes;
    private long files;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Map<String, Object> links =
          Files.readAttributes(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
      int names = links.get("nlink") instanceof Integer n ? Math.max(n, 1) : 1;
      bytes += attributes.size() / names;
      files++;
      return files > MOST_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
      files++;
      return FileVisitResult.CONTINUE;
    }
  }
}
