package com.blueplm.runner.api.identity;

import static com.blueplm.runner.api.identity.Actor.Role.ADMIN;
import static com.blueplm.runner.api.identity.Actor.Role.OPERATOR;
import static com.blueplm.runner.api.identity.Actor.Role.VIEWER;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import com.blueplm.runner.api.identity.Actor.Role;
import com.blueplm.runner.api.identity.Actor.Scope;
import com.blueplm.runner.api.identity.RouteRule.Access;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The one list of routes and who may call them. A route that is not here does not exist for
 * callers: nothing reaches a controller by being forgotten.
 */
@Component
class RouteRules {
  private static final PathPatternParser PARSER = PathPatternParser.defaultInstance;

  private static final List<RouteRule> RULES =
      List.of(
          open(GET, "/healthz"),
          open(GET, "/readyz"),
          open(POST, "/api/auth/sign-in"),
          signedIn(GET, "/api/auth/me"),
          signedIn(POST, "/api/auth/logout"),
          rule(POST, "/api/auth/sign-in-links", ADMIN, Scope.ADMIN),
          rule(GET, "/api/scripts", VIEWER, Scope.READ),
          rule(POST, "/api/scripts", ADMIN, Scope.WRITE),
          rule(GET, "/api/scripts/{id}", VIEWER, Scope.READ),
          rule(PUT, "/api/scripts/{id}", ADMIN, Scope.WRITE),
          rule(PATCH, "/api/scripts/{id}", ADMIN, Scope.WRITE),
          rule(DELETE, "/api/scripts/{id}", ADMIN, Scope.WRITE),
          rule(POST, "/api/scripts/{id}/restore", ADMIN, Scope.WRITE),
          rule(POST, "/api/scripts/{id}/schedule/pause", OPERATOR, Scope.RUN),
          rule(POST, "/api/scripts/{id}/schedule/resume", OPERATOR, Scope.RUN),
          rule(POST, "/api/scripts/{id}/schedule/backfill", OPERATOR, Scope.RUN),
          rule(GET, "/api/scripts/{id}/revisions", VIEWER, Scope.READ),
          rule(GET, "/api/scripts/{id}/revisions/{number}", VIEWER, Scope.READ),
          rule(GET, "/api/scripts/{id}/secrets", VIEWER, Scope.READ),
          rule(PUT, "/api/scripts/{id}/secrets/{key}", ADMIN, Scope.SECRETS),
          rule(DELETE, "/api/scripts/{id}/secrets/{key}", ADMIN, Scope.SECRETS),
          rule(POST, "/api/scripts/{id}/run", OPERATOR, Scope.RUN),
          rule(GET, "/api/scripts/{id}/runs", VIEWER, Scope.READ),
          rule(GET, "/api/scripts/{id}/slots", VIEWER, Scope.READ),
          rule(GET, "/api/runs", VIEWER, Scope.READ),
          rule(GET, "/api/runs/{id}", VIEWER, Scope.READ),
          rule(POST, "/api/runs/cancel", OPERATOR, Scope.RUN),
          rule(POST, "/api/runs/{id}/cancel", OPERATOR, Scope.RUN),
          rule(POST, "/api/runs/{id}/rerun", OPERATOR, Scope.RUN),
          rule(POST, "/api/runs/{id}/decide", OPERATOR, Scope.RUN),
          rule(GET, "/api/runs/{id}/output", VIEWER, Scope.READ),
          rule(GET, "/api/runs/{id}/output.txt", VIEWER, Scope.READ),
          rule(GET, "/api/runs/{id}/output/search", VIEWER, Scope.READ),
          rule(GET, "/api/runs/{id}/events", VIEWER, Scope.READ),
          rule(GET, "/api/runs/{id}/connections", VIEWER, Scope.READ),
          rule(POST, "/api/schedules/preview", ADMIN, Scope.READ),
          rule(GET, "/api/workers", VIEWER, Scope.READ),
          rule(GET, "/api/openapi.json", VIEWER, Scope.READ),
          rule(GET, "/api/openapi.json/swagger-config", VIEWER, Scope.READ),
          rule(GET, "/api/docs", VIEWER, Scope.READ),
          rule(GET, "/api/swagger-ui/**", VIEWER, Scope.READ));

  /** Everything below these is ours and never a page of the UI. */
  private static final List<PathPattern> NOT_PAGES =
      Stream.of("/api/**", "/plm/**", "/worker/**", "/healthz/**", "/readyz/**", "/error/**")
          .map(PARSER::parse)
          .toList();

  private static final RouteRule PAGE = open(GET, "/**");

  /** The rule for a request; empty when there is no such route. */
  Optional<RouteRule> find(HttpServletRequest request) {
    PathContainer path = path(request);
    String method = request.getMethod();
    HttpMethod asked = HEAD.matches(method) ? GET : HttpMethod.valueOf(method);
    return candidates(path).filter(rule -> rule.method().equals(asked)).findFirst();
  }

  /** The methods of this path, in order; empty when the path leads nowhere. */
  SortedSet<String> methodsOf(HttpServletRequest request) {
    SortedSet<String> methods = new TreeSet<>();
    candidates(path(request)).forEach(rule -> methods.add(rule.method().name()));
    if (methods.contains(GET.name())) {
      methods.add(HEAD.name());
    }
    return methods;
  }

  /** Whether the path belongs to the web UI. */
  boolean isPage(HttpServletRequest request) {
    return isPage(path(request));
  }

  private static boolean isPage(PathContainer path) {
    return NOT_PAGES.stream().noneMatch(pattern -> pattern.matches(path));
  }

  private static Stream<RouteRule> candidates(PathContainer path) {
    Stream<RouteRule> routes = RULES.stream().filter(rule -> rule.path().matches(path));
    return isPage(path) ? Stream.concat(routes, Stream.of(PAGE)) : routes;
  }

  private static PathContainer path(HttpServletRequest request) {
    return PathContainer.parsePath(request.getRequestURI());
  }

  private static RouteRule open(HttpMethod method, String path) {
    return new RouteRule(method, PARSER.parse(path), Access.PUBLIC, null, null);
  }

  private static RouteRule signedIn(HttpMethod method, String path) {
    return new RouteRule(method, PARSER.parse(path), Access.SIGNED_IN, null, null);
  }

  private static RouteRule rule(
      HttpMethod method, String path, @Nullable Role role, @Nullable Scope scope) {
    return new RouteRule(method, PARSER.parse(path), Access.RIGHTS, role, scope);
  }
}
