package com.blueplm.runner.api.identity;

import com.blueplm.runner.api.identity.Actor.Role;
import com.blueplm.runner.api.identity.Actor.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Who may call one route.
 *
 * @param method the method; GET includes HEAD
 * @param path the path
 * @param access who may
 * @param role the role needed; null unless access is {@code RIGHTS}
 * @param scope the scope needed; null unless access is {@code RIGHTS}
 */
record RouteRule(
    HttpMethod method,
    PathPattern path,
    Access access,
    @Nullable Role role,
    @Nullable Scope scope) {

  /** Whether this caller may; null stands for a caller without credential. */
  boolean allows(@Nullable Actor actor) {
    return switch (access) {
      case PUBLIC -> true;
      case SIGNED_IN -> actor != null;
      case RIGHTS -> actor != null && role != null && scope != null && actor.may(role, scope);
    };
  }

  /** The three kinds of rule. */
  enum Access {
    /** Everybody, without a credential. */
    PUBLIC,
    /** Every signed-in caller, whatever the role and scopes. */
    SIGNED_IN,
    /** Callers with the rule's role and scope. */
    RIGHTS
  }
}
