package com.blueplm.runner.worker.execution;

import com.blueplm.runner.contract.gateway.ExecutionOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory of one attempt.
 *
 * @param root the whole
 */
public record Workspace(Path root) {

  /** The workspace of an order's attempt; nothing is made yet. */
  public static Workspace of(Path runs, ExecutionOrder order) {
    return new Workspace(runs.resolve(order.runId() + "-" + order.attempt()));
  }

  /** Names the attempt on this machine. */
  String key() {
    return String.valueOf(root.getFileName());
  }

  /**
   * Makes the directory and writes the code and the channel's input.
   *
   * @param channelInput what {@code run.json} holds
   * @throws IOException when the disk refuses
   */
  public void create(ExecutionOrder order, String channelInput) throws IOException {
    delete();
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectory(root, ownerOnly);
    Files.createDirectory(codeDirectory());
    Files.createDirectory(runtimeDirectory());
    Files.writeString(codeDirectory().resolve(order.fileName()), order.code());
    Files.writeString(channelInput(), channelInput);
    Files.createFile(events());
  }

  /** Holds nothing but the script's file. */
  Path codeDirectory() {
    return root.resolve("code");
  }

  /** Holds {@code run.json} and {@code events.jsonl}. */
  Path runtimeDirectory() {
    return root.resolve("runtime");
  }

  Path channelInput() {
    return runtimeDirectory().resolve("run.json");
  }

  /** What the script says about itself: one JSON object a line. */
  public Path events() {
    return runtimeDirectory().resolve("events.jsonl");
  }

  /** The artifacts where the level brings no directory of its own. */
  Path artifactsDirectory() {
    return root.resolve("artifacts");
  }

  /**
   * Removes the directory, read-only parts included; nothing happens when it is missing.
   *
   * @throws IOException when something cannot be removed
   */
  public void delete() throws IOException {
    if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      new TreeRemoval(root).run();
    }
  }
}
