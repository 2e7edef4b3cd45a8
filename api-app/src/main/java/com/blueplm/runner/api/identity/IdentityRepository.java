package com.blueplm.runner.api.identity;

import com.blueplm.runner.api.identity.Actor.Role;
import com.blueplm.runner.api.identity.Actor.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Organisations, users, tokens. */
@Repository
class IdentityRepository {
  static final String FIRST_ADMIN = "admin@localhost";
  private static final String BOOTSTRAP_TOKEN = "admin-token";

  /** Any fixed number: replicas that start together make one first admin. */
  private static final long BOOTSTRAP_LOCK = 0x5352_0001L;

  private final JdbcClient jdbc;

  IdentityRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Lets one replica at a time into the rest of the transaction. */
  void lockBootstrap() {
    jdbc.sql("SELECT pg_advisory_xact_lock(:lock)")
        .param("lock", BOOTSTRAP_LOCK)
        .query((row, number) -> true)
        .single();
  }

  Optional<UUID> findFirstAdmin() {
    return jdbc.sql("SELECT id FROM users WHERE lower(email) = :email")
        .param("email", FIRST_ADMIN)
        .query(UUID.class)
        .optional();
  }

  UUID createFirstAdmin() {
    return jdbc.sql(
            """
            WITH org AS (INSERT INTO organizations (name) VALUES ('Default') RETURNING id)
            INSERT INTO users (org_id, email, role) SELECT id, :email, 'admin' FROM org
            RETURNING id
            """)
        .param("email", FIRST_ADMIN)
        .query(UUID.class)
        .single();
  }

  /** Makes this the only token of the user that came from the launcher's file. */
  void replaceBootstrapToken(UUID userId, byte[] tokenSha256) {
    jdbc.sql(
            """
            DELETE FROM api_tokens
             WHERE user_id = :user AND name = :name AND token_sha256 <> :hash
            """)
        .param("user", userId)
        .param("name", BOOTSTRAP_TOKEN)
        .param("hash", tokenSha256)
        .update();
    jdbc.sql(
            """
            INSERT INTO api_tokens (org_id, user_id, name, token_sha256, scopes)
            SELECT org_id, id, :name, :hash, :scopes FROM users WHERE id = :user
            ON CONFLICT (token_sha256) DO NOTHING
            """)
        .param("user", userId)
        .param("name", BOOTSTRAP_TOKEN)
        .param("hash", tokenSha256)
        .param("scopes", wire(EnumSet.allOf(Scope.class)))
        .update();
  }

  /** The owner of a token that has not expired, with the token's scopes; notes its use. */
  Optional<Actor> findByToken(byte[] tokenSha256) {
    Optional<TokenUse> use =
        jdbc.sql(
                """
                SELECT u.org_id, u.id, u.email, u.role, t.scopes,
                       coalesce(t.last_used_at < now() - interval '1 minute', true) AS stale
                  FROM api_tokens t
                  JOIN users u ON u.org_id = t.org_id AND u.id = t.user_id
                 WHERE t.token_sha256 = :hash AND (t.expires_at IS NULL OR t.expires_at > now())
                """)
            .param("hash", tokenSha256)
            .query(
                (row, number) ->
                    new TokenUse(
                        actor(row, scopes((String[]) row.getArray("scopes").getArray())),
                        row.getBoolean("stale")))
            .optional();
    if (use.filter(TokenUse::stale).isPresent()) {
      touchToken(tokenSha256);
    }
    return use.map(TokenUse::actor);
  }

  /** Notes the use of a token; once a minute is enough. */
  private void touchToken(byte[] tokenSha256) {
    jdbc.sql("UPDATE api_tokens SET last_used_at = now() WHERE token_sha256 = :hash")
        .param("hash", tokenSha256)
        .update();
  }

  /** A user as the person behind a browser session: with every scope. */
  Optional<Actor> findUser(UUID userId) {
    return jdbc.sql("SELECT org_id, id, email, role FROM users WHERE id = :id")
        .param("id", userId)
        .query((row, number) -> actor(row, EnumSet.allOf(Scope.class)))
        .optional();
  }

  Optional<String> findOrganizationName(UUID orgId) {
    return jdbc.sql("SELECT name FROM organizations WHERE id = :id")
        .param("id", orgId)
        .query(String.class)
        .optional();
  }

  private static Actor actor(ResultSet row, Set<Scope> scopes) throws SQLException {
    return new Actor(
        row.getObject("org_id", UUID.class),
        row.getObject("id", UUID.class),
        row.getString("email"),
        Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
        scopes);
  }

  private static Set<Scope> scopes(String[] names) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    Arrays.stream(names)
        .map(name -> Scope.valueOf(name.toUpperCase(Locale.ROOT)))
        .forEach(scopes::add);
    return scopes;
  }

  private static String[] wire(Set<Scope> scopes) {
    return scopes.stream()
        .map(scope -> scope.name().toLowerCase(Locale.ROOT))
        .toArray(String[]::new);
  }

  /** The owner of a token, and whether its last use was noted long ago. */
  private record TokenUse(Actor actor, boolean stale) {}
}
