package com.blueplm.runner.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient;
import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SignInTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  @Test
  void aLinkOpensASessionThatNeedsTheCsrfHeaderToChangeThings() {
    Answer signedIn = signIn(server.anonymous(), code());

    assertThat(signedIn.text("/user/email")).isEqualTo("admin@localhost");
    assertThat(signedIn.text("/user/role")).isEqualTo("admin");
    String sessionCookie = setCookie(signedIn, "SESSION");
    assertThat(sessionCookie).contains("HttpOnly", "SameSite=Lax", "Path=/");
    assertThat(setCookie(signedIn, "csrf")).contains("SameSite=Lax").doesNotContain("HttpOnly");
    ApiClient browser = browser(signedIn);

    assertThat(browser.get("/api/auth/me").expect(200).text("/organization/name"))
        .isEqualTo("Default");
    Map<String, String> script = Map.of("name", "By session", "code", "1");
    assertThat(browser.post("/api/scripts", script).expect(403).text("/code"))
        .isEqualTo("FORBIDDEN");
    browser.header("X-CSRF-Token", "wrong").post("/api/scripts", script).expect(403);
    ApiClient page = browser.header("X-CSRF-Token", value(signedIn, "csrf"));
    page.post("/api/scripts", script).expect(201);

    browser.post("/api/auth/logout", null).expect(403);
    Answer out = page.post("/api/auth/logout", null).expect(204);
    assertThat(setCookie(out, "SESSION")).contains("Max-Age=0");
    browser.get("/api/auth/me").expect(401);
  }

  @Test
  void aLinkWorksOnceHoweverManyTryAtOnce() throws Exception {
    String code = code();
    List<Callable<Integer>> tries = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tries.add(() -> server.anonymous().post("/api/auth/sign-in", Map.of("code", code)).status());
    }

    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> answer : threads.invokeAll(tries)) {
        statuses.add(answer.get());
      }
    }

    assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
    assertThat(statuses).filteredOn(status -> status == 401).hasSize(7);
  }

  @Test
  void aLinkExpires() {
    String code = code();
    server
        .database()
        .sql("UPDATE sign_in_links SET expires_at = now() WHERE used_at IS NULL")
        .update();

    server.anonymous().post("/api/auth/sign-in", Map.of("code", code)).expect(401);
  }

  @Test
  void signingInLeavesNoSessionThatWasThereBefore() {
    Answer first = signIn(server.anonymous(), code());
    Answer second = signIn(browser(first), code());

    assertThat(value(second, "SESSION")).isNotEqualTo(value(first, "SESSION"));
    browser(first).get("/api/auth/me").expect(401);
    browser(second).get("/api/auth/me").expect(200);
    browser(second).header("Cookie", "SESSION=bm9wZQ==").get("/api/auth/me").expect(401);
  }

  @Test
  void aChangedRoleCountsAtOnceAndNothingButHashesAreStored() {
    String code = code();
    Answer signedIn = signIn(server.anonymous(), code);
    ApiClient page = browser(signedIn).header("X-CSRF-Token", value(signedIn, "csrf"));
    server
        .database()
        .sql("UPDATE users SET role = 'viewer' WHERE email = 'admin@localhost'")
        .update();
    try {
      page.post("/api/scripts", Map.of("name", "No more", "code", "1")).expect(403);
      assertThat(page.get("/api/auth/me").expect(200).text("/user/role")).isEqualTo("viewer");
    } finally {
      server
          .database()
          .sql("UPDATE users SET role = 'admin' WHERE email = 'admin@localhost'")
          .update();
    }
    assertThat(server.dump()).doesNotContain(code);
  }

  @Test
  void onlyAdminsMakeLinks() {
    server.operator().post("/api/auth/sign-in-links", null).expect(403);
    server.viewer().post("/api/auth/sign-in-links", null).expect(403);
    server.anonymous().post("/api/auth/sign-in-links", null).expect(401);
    Answer link = server.admin().post("/api/auth/sign-in-links", null).expect(201);
    assertThat(link.text("/url")).startsWith("http://127.0.0.1:8080/sign-in?code=");
    assertThat(link.text("/expires_at")).endsWith("Z");
  }

  private static String code() {
    String url = server.admin().post("/api/auth/sign-in-links", null).expect(201).text("/url");
    return url.substring(url.indexOf("code=") + 5);
  }

  private static Answer signIn(ApiClient client, String code) {
    return client.post("/api/auth/sign-in", Map.of("code", code)).expect(200);
  }

  private static ApiClient browser(Answer signedIn) {
    return server.anonymous().header("Cookie", "SESSION=" + value(signedIn, "SESSION"));
  }

  private static String setCookie(Answer answer, String name) {
    return answer.headers().getOrDefault("set-cookie", List.of()).stream()
        .filter(cookie -> cookie.startsWith(name + "="))
        .findFirst()
        .orElse("");
  }

  private static String value(Answer answer, String name) {
    String cookie = setCookie(answer, name);
    return cookie.substring(name.length() + 1, cookie.indexOf(';'));
  }
}
