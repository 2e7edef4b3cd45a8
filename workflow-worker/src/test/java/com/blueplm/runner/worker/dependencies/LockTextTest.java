package com.blueplm.runner.worker.dependencies;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockTextTest {

  private static final String HASH = "    --hash=sha256:" + "0a".repeat(32);

  @Test
  void packagesWithHashesPass() {
    assertThatCode(() -> LockText.check("idna==3.20 \\\n" + HASH + " \\\n" + HASH + "\n"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--index-url http://127.0.0.1/",
        "idna @ file:///x \\",
        "-r /etc/passwd",
        "idna>=3",
        "idna==3.20",
        "    --hash=md5:00",
        "idna==3.20 ; x == '${HOME}' \\"
      })
  void anythingElseIsRefused(String line) {
    assertThatThrownBy(() -> LockText.check(line + "\n"))
        .isInstanceOf(DependencyException.class)
        .hasMessageContaining("save the script again");
  }
}
