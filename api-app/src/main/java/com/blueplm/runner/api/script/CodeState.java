package com.blueplm.runner.api.script;

import com.blueplm.runner.api.dependency.InlineMetadata;
import com.blueplm.runner.api.identity.Sha256;
import com.blueplm.runner.api.problem.ProblemException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The revisions of a script that matter to a save.
 *
 * @param live what runs
 * @param pending what is saved but waits for its lock; null when nothing does; the live one itself
 *     where there was none before
 */
record CodeState(Revision live, @Nullable Revision pending) {

  /** The revision that has this code already. */
  Optional<Revision> withCode(String code) {
    return Stream.of(Optional.of(live), Optional.ofNullable(pending))
        .flatMap(Optional::stream)
        .filter(revision -> revision.hasCode(code))
        .findFirst();
  }

  boolean isLive(Revision revision) {
    return revision.id().equals(live.id());
  }

  boolean isPending(Revision revision) {
    return pending != null && revision.id().equals(pending.id());
  }

  /**
   * A revision and where its lock stands.
   *
   * @param lockId the request for its lock; null without one
   * @param locked whether it has its lock
   * @param lockOpen whether a worker still has to answer that request
   */
  record Revision(UUID id, String code, @Nullable UUID lockId, boolean locked, boolean lockOpen) {

    boolean hasCode(String other) {
      return MessageDigest.isEqual(Sha256.of(code), Sha256.of(other));
    }

    /** The lock of this revision if it serves the other metadata, too. */
    Optional<UUID> lockServing(InlineMetadata metadata) {
      return locked && asksLike(metadata) ? Optional.ofNullable(lockId) : Optional.empty();
    }

    private boolean asksLike(InlineMetadata metadata) {
      try {
        return InlineMetadata.of(code).locksLike(metadata);
      } catch (ProblemException olderThanTheCheck) {
        return false;
      }
    }
  }
}
