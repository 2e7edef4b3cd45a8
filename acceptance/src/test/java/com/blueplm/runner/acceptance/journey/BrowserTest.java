package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A real browser signs in, makes a script, runs it and reads its output. */
class BrowserTest {

  @Test
  void adminRunsAScriptInTheBrowser() {
    Path browser = Path.of("/usr/bin/chromium");
    if ("true".equals(System.getenv("CI"))) {
      assertThat(browser).exists();
    }
    assumeThat(Files.exists(browser)).as("Chromium is not installed").isTrue();
    Stack stack = Stack.shared();
    String link = stack.admin().post("/api/auth/sign-in-links", null).expect(201).text("/url");
    ProcessBuilder journey =
        new ProcessBuilder("node", "e2e/product.mjs")
            .directory(Checkout.root().resolve("web-ui").toFile());
    journey.environment().put("SIGN_IN_LINK", link);

    Stack.Ended ended = Stack.Ended.of(journey);

    assertThat(ended.exitCode()).as("%s", ended).isZero();
    assertThat(ended.stdout()).contains("read the output of the script");
  }
}
