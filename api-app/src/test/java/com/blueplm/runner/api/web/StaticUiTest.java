package com.blueplm.runner.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient;
import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StaticUiTest {
  private static final Path DIST = dist();

  @RegisterExtension
  static final ApiServer server =
      ApiServer.with(Map.of("runner.static-location", DIST.toUri().toString()));

  @Test
  void assetsAreKeptForAYearAndComeCompressed() {
    ApiClient browser = server.anonymous();

    Answer plain = browser.get("/assets/app-1.js").expect(200);
    Answer zipped = browser.header("Accept-Encoding", "gzip").get("/assets/app-1.js").expect(200);

    assertThat(plain.body()).isEqualTo("console.log(1)");
    assertThat(plain.header("Cache-Control").orElseThrow())
        .contains("max-age=31536000", "immutable");
    assertThat(zipped.header("Content-Encoding")).contains("gzip");
    assertThat(zipped.header("Content-Type").orElseThrow()).contains("javascript");
    assertThat(zipped.header("Vary").orElseThrow()).contains("Accept-Encoding");
    browser.header("Accept", "text/html").get("/assets/gone.js").expect(404);
  }

  @Test
  void addressesOfTheUiAnswerItsPage() {
    ApiClient browser = server.anonymous().header("Accept", "text/html,*/*");
    for (String path :
        new String[] {"/", "/index.html", "/sign-in?code=x", "/scripts/1/runs", "/apis"}) {
      Answer page = browser.get(path).expect(200);

      assertThat(page.body()).isEqualTo("<html>ui</html>");
      assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
      assertThat(page.header("Cache-Control").orElseThrow())
          .contains("no-cache")
          .doesNotContain("max-age=3");
      assertThat(page.header("Content-Security-Policy").orElseThrow())
          .contains("script-src 'self'");
      assertThat(page.header("ETag")).isPresent();
      assertThat(page.header("Last-Modified")).isEmpty();
    }
    assertThat(browser.get("/favicon.svg").expect(200).body()).isEqualTo("<svg/>");
    Answer other =
        server.anonymous().header("Accept", "application/json").get("/nothing").expect(404);
    assertThat(other.header("Content-Type")).contains("application/problem+json");
    assertThat(browser.post("/scripts", "{}").expect(405).header("Allow")).contains("GET, HEAD");
    browser.get("/api/nothing").expect(401);
    browser.get("/../secret").expect(400);
    browser.get("/%2e%2e/secret").expect(400);
  }

  private static Path dist() {
    try {
      Path dist = Files.createTempDirectory("dist");
      Files.createDirectory(dist.resolve("assets"));
      Files.writeString(dist.resolve("index.html"), "<html>ui</html>");
      Files.writeString(dist.resolve("favicon.svg"), "<svg/>");
      Files.writeString(dist.resolve("assets/app-1.js"), "console.log(1)");
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
        out.write("console.log(1)".getBytes(StandardCharsets.UTF_8));
      }
      Files.write(dist.resolve("assets/app-1.js.gz"), zipped.toByteArray());
      return dist;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
