package com.blueplm.runner.api.identity;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.Problem;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/** Applies the list of routes, and says why a request was refused. */
@Component
class RouteAuthorization
    implements AuthorizationManager<RequestAuthorizationContext>,
        AuthenticationEntryPoint,
        AccessDeniedHandler {
  private final RouteRules rules;
  private final ProblemWriter writer;

  RouteAuthorization(RouteRules rules, ProblemWriter writer) {
    this.rules = rules;
    this.writer = writer;
  }

  @Override
  public AuthorizationDecision authorize(
      Supplier<? extends @Nullable Authentication> authentication,
      RequestAuthorizationContext context) {
    Actor actor = ActorAuthentication.actorOf(authentication.get());
    boolean allowed =
        rules.find(context.getRequest()).filter(rule -> rule.allows(actor)).isPresent();
    return new AuthorizationDecision(allowed);
  }

  /** Nobody is signed in: only pages are told that a method is not theirs. */
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
      throws IOException {
    SortedSet<String> methods = rules.methodsOf(request);
    boolean page = rules.isPage(request);
    writer.write(request, response, page ? notAllowed(request, methods) : unauthenticated());
  }

  /** Somebody is signed in: the route is missing, has other methods, or is not for the caller. */
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException refused)
      throws IOException {
    SortedSet<String> methods = rules.methodsOf(request);
    if (rules.find(request).isPresent()) {
      writer.write(
          request,
          response,
          Problem.of(
              ErrorCode.FORBIDDEN, "Your role or your token's scopes do not allow this request."));
    } else if (methods.isEmpty()) {
      writer.write(request, response, Problem.of(ProblemException.notFound()));
    } else if (HttpMethod.OPTIONS.matches(request.getMethod())) {
      response.setStatus(HttpStatus.NO_CONTENT.value());
      response.setHeader("Allow", String.join(", ", methods));
    } else {
      writer.write(request, response, notAllowed(request, methods));
    }
  }

  /** The answer to a missing or wrong credential. */
  static Problem unauthenticated() {
    return Problem.of(
            ErrorCode.UNAUTHENTICATED,
            "Sign in, or send a valid token as Authorization: Bearer <token>.")
        .withHeader("WWW-Authenticate", "Bearer");
  }

  private static Problem notAllowed(HttpServletRequest request, SortedSet<String> methods) {
    String allowed = String.join(", ", methods);
    return Problem.of(
            ErrorCode.METHOD_NOT_ALLOWED,
            "%s is not supported here; use %s."
                .formatted(request.getMethod().replaceAll("[^A-Za-z]", "?"), allowed))
        .withHeader("Allow", allowed);
  }
}
