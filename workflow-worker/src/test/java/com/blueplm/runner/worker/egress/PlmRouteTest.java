package com.blueplm.runner.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlmRouteTest {

  private final PlmRoute route =
      new PlmRoute("https://runner.example.com/base/plm", URI.create("http://api-app:8080/"));

  @Test
  void scriptsSpeakPlainHttpSoThatThePathIsSeen() {
    assertThat(PlmRoute.urlForScripts("https://runner.example.com/plm"))
        .isEqualTo("http://runner.example.com/plm");
    assertThat(PlmRoute.urlForScripts("http://127.0.0.1:8080/plm"))
        .isEqualTo("http://127.0.0.1:8080/plm");
  }

  @ParameterizedTest
  @CsvSource({
    "runner.example.com:80, true",
    "RUNNER.example.com.:80, true",
    "runner.example.com:443, false",
    "other.example.com:80, false",
  })
  void isForItsAuthority(String authority, boolean expected) throws BadMessageException {
    assertThat(route.isFor(Target.parse(authority, OptionalInt.empty()))).isEqualTo(expected);
  }

  @Test
  void leadsToTheWorkersOwnAddress() throws BadMessageException {
    assertThat(route.upstream("/base/plm/api/v1/parts?limit=5&name=a%2Fb%20..//;"))
        .isEqualTo(URI.create("http://api-app:8080/plm/api/v1/parts?limit=5&name=a%2Fb%20..//;"));
    assertThat(route.upstream("/base/plm")).isEqualTo(URI.create("http://api-app:8080/plm"));
  }

  @ParameterizedTest
  @CsvSource({
    "/base/plm, true",
    "/base/plm?x=y, true",
    "/base/plm/, true",
    "/base/plm/parts, true",
    "/base/plmx, false",
    "/base/PLM/parts, false",
    "/base/%70lm/parts, false",
    "/plm/parts, false",
    "/api/runs, false",
    "/worker/line, false",
    "/, false",
    "//base/plm/parts, false",
    "/base//plm/parts, false",
    "/?/base/plm/parts, false",
  })
  void coversOnlyThePlmDataApi(String path, boolean expected) {
    assertThat(route.covers(path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../api/runs",
        "/./x",
        "/..",
        "/.",
        "/x/..",
        "/x/../../api",
        "//api",
        "/x//y",
        "/%2e%2e/api",
        "/%2E%2e/api",
        "/.%2e/api",
        "/%2e",
        "/x%2fy",
        "/x%2Fy",
        "/x%5cy",
        "/x\\y",
        "/x%00",
        "/x%0d%0aHost:%20y",
        "/x;y",
        "/..;/api",
        "/x%3by",
        "/%252e%252e/api",
        "/x%zz",
        "/x%",
        "/x%2",
        "/x|y",
        "/x<y",
        "/x^y",
        "/x{y}"
      })
  void refusesPathsThatTwoServersReadInTwoWays(String path) {
    assertThatThrownBy(() -> route.upstream("/base/plm" + path))
        .isInstanceOfSatisfying(
            BadMessageException.class, e -> assertThat(e.status()).isEqualTo(400));
  }
}
