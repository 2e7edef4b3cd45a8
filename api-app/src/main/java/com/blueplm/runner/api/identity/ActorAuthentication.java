package com.blueplm.runner.api.identity;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;

/** A caller whose credential was accepted; rights come from the {@link Actor}, not from names. */
final class ActorAuthentication extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1L;

  private final transient Actor actor;

  ActorAuthentication(Actor actor) {
    super(List.of());
    this.actor = actor;
    setAuthenticated(true);
  }

  /** The signed-in caller; null for anybody else. */
  static @Nullable Actor actorOf(@Nullable Authentication authentication) {
    return authentication instanceof ActorAuthentication signedIn ? signedIn.actor : null;
  }

  @Override
  public Actor getPrincipal() {
    return actor;
  }

  @Override
  public @Nullable Object getCredentials() {
    return null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ActorAuthentication that && actor.equals(that.actor);
  }

  @Override
  public int hashCode() {
    return Objects.hash(actor);
  }
}
