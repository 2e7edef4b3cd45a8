package com.blueplm.runner.api.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Users beside the first admin: an operator, a viewer, and a second organisation's admin. */
record TestMembers(
    UUID orgId, UUID otherOrgId, String operatorToken, String viewerToken, String otherAdminToken) {
  private static final SecureRandom RANDOM = new SecureRandom();

  static TestMembers create(JdbcClient owner) {
    UUID orgId =
        owner
            .sql("SELECT org_id FROM users WHERE email = 'admin@localhost'")
            .query(UUID.class)
            .single();
    UUID otherOrgId =
        owner
            .sql("INSERT INTO organizations (name) VALUES ('Second') RETURNING id")
            .query(UUID.class)
            .single();
    return new TestMembers(
        orgId,
        otherOrgId,
        createUser(owner, orgId, "operator@localhost", "operator"),
        createUser(owner, orgId, "viewer@localhost", "viewer"),
        createUser(owner, otherOrgId, "admin@second.example", "admin"));
  }

  private static String createUser(JdbcClient owner, UUID orgId, String email, String role) {
    UUID userId =
        owner
            .sql(
                "INSERT INTO users (org_id, email, role) VALUES (:org, :email, :role) RETURNING id")
            .param("org", orgId)
            .param("email", email)
            .param("role", role)
            .query(UUID.class)
            .single();
    return createToken(owner, orgId, userId, "read", "run", "write", "secrets", "admin");
  }

  private static UUID insertUser(JdbcClient owner, UUID orgId, String email, String role) {
    return owner
        .sql("INSERT INTO users (org_id, email, role) VALUES (:org, :email, :role) RETURNING id")
        .param("org", orgId)
        .param("email", email)
        .param("role", role)
        .query(UUID.class)
        .single();
  }

  /** Stores a user with a random address and a token with these scopes; answers the token. */
  static String createMember(JdbcClient owner, UUID orgId, String role, String... scopes) {
    UUID userId = insertUser(owner, orgId, UUID.randomUUID() + "@test.example", role);
    return createToken(owner, orgId, userId, scopes);
  }

  /** Stores a token of a user and answers it. */
  static String createToken(JdbcClient owner, UUID orgId, UUID userId, String... scopes) {
    String token = randomToken();
    owner
        .sql(
            """
            INSERT INTO api_tokens (org_id, user_id, name, token_sha256, scopes)
            VALUES (:org, :user, 'test', :hash, :scopes)
            """)
        .param("org", orgId)
        .param("user", userId)
        .param("hash", sha256(token))
        .param("scopes", scopes)
        .update();
    return token;
  }

  static String randomToken() {
    return "srt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes(32));
  }

  static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
