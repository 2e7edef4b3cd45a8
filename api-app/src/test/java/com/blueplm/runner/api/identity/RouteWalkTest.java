package com.blueplm.runner.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.RawHttp;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class RouteWalkTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private static final Set<String> PUBLIC =
      Set.of("GET /healthz", "GET /readyz", "POST /api/auth/sign-in");

  private static final Set<String> OPERATORS =
      Set.of(
          "POST /api/scripts/{id}/run",
          "POST /api/scripts/{id}/schedule/pause",
          "POST /api/scripts/{id}/schedule/resume",
          "POST /api/scripts/{id}/schedule/backfill",
          "POST /api/runs/cancel",
          "POST /api/runs/{id}/cancel",
          "POST /api/runs/{id}/rerun",
          "POST /api/runs/{id}/decide");

  private static final Set<String> EVERYBODYS = Set.of("POST /api/auth/logout");

  record Route(String method, String pattern) {
    String path() {
      return pattern
          .replaceAll("\\{(number|n|attempt)}", "1")
          .replaceAll("\\{(key|KEY)}", "A")
          .replaceAll("\\{[^}]+}", UUID.randomUUID().toString())
          .replace("**", "x");
    }

    @Override
    public String toString() {
      return method + " " + pattern;
    }
  }

  @Test
  void everyMappedRouteAsksWhoIsCalling() {
    List<Route> routes = routes();
    assertThat(routes).hasSizeGreaterThan(14);
    for (Route route : routes) {
      int status = server.anonymous().send(route.method(), route.path(), null).status();
      if (PUBLIC.contains(route.toString())) {
        assertThat(status).as("anonymous %s", route).isNotIn(401, 403, 404);
      } else {
        assertThat(status).as("anonymous %s", route).isEqualTo(401);
      }
    }
  }

  @Test
  void viewersAndOperatorsAreKeptToTheirRights() {
    for (Route route : apiRoutes()) {
      boolean reads = route.method().equals("GET");
      int viewer = server.viewer().send(route.method(), route.path(), null).status();
      int operator = server.operator().send(route.method(), route.path(), null).status();
      if (PUBLIC.contains(route.toString()) || EVERYBODYS.contains(route.toString())) {
        continue;
      }
      assertThat(viewer == 403).as("viewer %s -> %d", route, viewer).isEqualTo(!reads);
      boolean operates = reads || OPERATORS.contains(route.toString());
      assertThat(operator == 403).as("operator %s -> %d", route, operator).isEqualTo(!operates);
    }
  }

  @Test
  void otherOrganisationsIdsAre404() {
    String script =
        server
            .admin()
            .post("/api/scripts", "{\"name\":\"Walked\",\"code\":\"1\"}")
            .expect(201)
            .text("/id");
    for (Route route : apiRoutes()) {
      if (route.pattern().startsWith("/api/scripts/{")) {
        String path = route.path().replaceFirst("(/api/scripts/)[0-9a-f-]{36}", "$1" + script);
        String body = route.method().equals("GET") || route.method().equals("DELETE") ? null : "{}";
        int status = server.otherAdmin().send(route.method(), path, body).status();
        assertThat(status).as("other organisation %s", route).isIn(404, 400, 415);
        if (route.method().equals("GET")) {
          assertThat(status).as("other organisation %s", route).isEqualTo(404);
        }
      }
    }
    assertThat(server.admin().get("/api/scripts/" + script).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/scripts/",
        "//api/scripts",
        "/api//scripts",
        "/api/./scripts",
        "/healthz/../api/scripts",
        "/healthz/%2e%2e/api/scripts",
        "/api/%2e/scripts",
        "/api;x/scripts",
        "/api/scripts;x=1",
        "/api/scripts;jsessionid=1",
        "/healthz;/../api/scripts",
        "/api%2fscripts",
        "/api%2Fscripts",
        "/api%252fscripts",
        "/%61pi/scripts",
        "/api/%73cripts",
        "/API/scripts",
        "/api/scripts%00",
        "/api/scripts%0a",
        "/api\\scripts",
        "/assets/../api/scripts",
        "/assets/..%2fapi/scripts",
        "http://localhost/api/scripts",
        "/api/scripts?x=1;y",
        "/api/scripts/%",
        "/worker;x/line",
        "/%77orker/line",
        "/plm;x/parts",
        "/%70lm/parts"
      })
  void pathTricksNeverReachAHandler(String target) {
    for (String method : List.of("GET", "POST", "HEAD", "OPTIONS", "TRACE", "PROPFIND")) {
      String answer = RawHttp.exchange(server.uri(), RawHttp.request(method, target));

      assertThat(RawHttp.status(answer))
          .as("%s %s: %s", method, target, answer)
          .isBetween(400, 499);
      assertThat(answer).doesNotContain("next_cursor", "\"scripts\"");
    }
  }

  private static List<Route> apiRoutes() {
    return routes().stream().filter(route -> route.pattern().startsWith("/api/")).toList();
  }

  private static List<Route> routes() {
    return server.bean(RequestMappingHandlerMapping.class).getHandlerMethods().keySet().stream()
        .flatMap(
            info ->
                info.getPatternValues().stream()
                    .flatMap(
                        pattern ->
                            methods(info.getMethodsCondition().getMethods())
                                .map(method -> new Route(method, pattern))))
        .filter(route -> !route.pattern().equals("/error"))
        .distinct()
        .toList();
  }

  private static Stream<String> methods(Set<RequestMethod> methods) {
    return methods.isEmpty() ? Stream.of("GET", "POST") : methods.stream().map(Enum::name);
  }
}
