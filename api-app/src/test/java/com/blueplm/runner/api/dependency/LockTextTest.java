package com.blueplm.runner.api.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockTextTest {
  private static final String HASH = "--hash=sha256:" + "0a".repeat(32);

  @Test
  void pinnedPackagesWithHashesAreTaken() {
    assertThat(LockText.objection("")).isEmpty();
    assertThat(
            LockText.objection(
                "certifi==2025.1.31 \\\n    %1$s \\\n    %1$s\n    # via requests\n".formatted(HASH)
                    + "requests[socks]==2.32.5 ; python_full_version < '3.14' \\\n    %s\n"
                        .formatted(HASH)
                    + "x==1!2.0+cpu %s\r\n".formatted(HASH)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--index-url https://example.invalid",
        "-i https://example.invalid",
        "-r other.txt",
        "--find-links .",
        "requests",
        "requests==2.32.5",
        "requests>=2 HASH",
        "requests @ https://example.invalid/x.whl HASH",
        "https://example.invalid/x.whl HASH",
        "./x.whl HASH",
        "requests==2 HASH --index-url x",
        "requests==2 ; nonsense HASH",
        "# from https://example.invalid",
        "requests==2 --hash=md5:00",
        "requests==2 \\\n --index-url \\\n x HASH"
      })
  void everythingElseIsNot(String line) {
    assertThat(LockText.objection("a==1 " + HASH + "\n" + line.replace("HASH", HASH)))
        .hasValueSatisfying(
            why -> assertThat(why).contains("no package with a version and hashes"));
  }

  @Test
  void theSdkIsNotTakenFromAnIndex() {
    assertThat(LockText.objection("BluePLM==9 " + HASH))
        .hasValueSatisfying(why -> assertThat(why).contains("built-in SDK"));
  }
}
