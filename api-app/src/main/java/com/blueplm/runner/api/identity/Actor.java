package com.blueplm.runner.api.identity;

import java.util.Set;
import java.util.UUID;

/**
 * The signed-in caller. Controllers take it as {@code @AuthenticationPrincipal Actor actor}; its
 * organisation is the only one that a query may touch.
 *
 * @param orgId the organisation
 * @param userId the user
 * @param email the user's address
 * @param role what the user may do
 * @param scopes what the credential may do, within the role
 */
public record Actor(UUID orgId, UUID userId, String email, Role role, Set<Scope> scopes) {

  /** Whether the caller may do what needs this role and this scope. */
  public boolean may(Role needed, Scope scope) {
    return role.includes(needed) && scopes.contains(scope);
  }

  /** Roles, weakest first; each includes the ones before it. */
  public enum Role {
    VIEWER,
    OPERATOR,
    ADMIN;

    /** Whether this role includes the other. */
    public boolean includes(Role other) {
      return compareTo(other) >= 0;
    }
  }

  /** Scopes of a token; a browser session has all of them. */
  public enum Scope {
    READ,
    RUN,
    WRITE,
    SECRETS,
    ADMIN
  }
}
