package com.blueplm.runner.api.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** One-time sign-in links; only the hash of a code is stored. */
@Repository
class SignInLinksRepository {
  private final JdbcClient jdbc;

  SignInLinksRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Stores a link of this user, removes expired ones, and answers when it expires. */
  Instant create(Actor actor, byte[] codeSha256, Duration life) {
    jdbc.sql("DELETE FROM sign_in_links WHERE expires_at < now() - interval '1 day'").update();
    return jdbc.sql(
            """
            INSERT INTO sign_in_links (code_sha256, org_id, user_id, expires_at)
            VALUES (:hash, :org, :user, now() + make_interval(secs => :life))
            RETURNING expires_at
            """)
        .param("hash", codeSha256)
        .param("org", actor.orgId())
        .param("user", actor.userId())
        .param("life", life.toSeconds())
        .query(OffsetDateTime.class)
        .single()
        .toInstant();
  }

  /** Uses up a link: the user, for the first of all who bring its code in time. */
  Optional<UUID> use(byte[] codeSha256) {
    return jdbc.sql(
            """
            UPDATE sign_in_links SET used_at = now()
             WHERE code_sha256 = :hash AND used_at IS NULL AND expires_at > now()
            RETURNING user_id
            """)
        .param("hash", codeSha256)
        .query(UUID.class)
        .optional();
  }
}
