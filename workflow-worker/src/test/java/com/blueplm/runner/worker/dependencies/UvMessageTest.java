package com.blueplm.runner.worker.dependencies;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages are uv 0.13's own. */
class UvMessageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Because nosuch was not found in the package registry and you require nosuch, we can | There is no package nosuch in the package index
          Because there is no version of requests==99 and you require requests==99, we can | There is no version of requests that satisfies ==99 in the package index
          you require idna<3 and idna>4, which are incompatible | The packages contradict each other
          Because docopt==0.6.2 has no usable wheels and you require docopt==0.6.2, we can | docopt has no wheel for Python 3.11.2 on this machine, and only wheels are installed: take another version, or ask the operator for runner.dependencies.allow-builds
          Failed to fetch: http://u:pw@127.0.0.1:9/simple/idna/ | The package index cannot be reached from the worker
          failed to write: No space left on device (os error 28) | The worker's disk is full
          uv ended: File too large | A file of the packages is larger than runner.dependencies.cache-size allows
          something new | uv could not do it
          """)
  void saysTheReason(String said, String reason) {
    assertThat(UvMessage.of("error: it failed\n  cause: " + said).explain("3.11.2").reason())
        .isEqualTo(reason);
  }

  @Test
  void neitherAddressesNorPathsAreKept() {
    UvMessage message =
        UvMessage.of(
            "\u001b[31merror\u001b[0m: Failed to fetch: `https://me:pw@index.test/simple/idna/`\n"
                + "  cause: Failed to read from file `/home/worker/.cache/uv/x.whl`\n"
                + "  cause: server error (502 index.test:443 could not be reached)\n"
                + "hint: try --index-url\n\n  idna>=3 needs a/b and 1/2\n");

    assertThat(message.lines())
        .containsExactly(
            "error: Failed to fetch: `(address)`",
            "  cause: Failed to read from file `(path)`",
            "  cause: server error (502 (address) could not be reached)",
            "  idna>=3 needs a/b and 1/2");
  }

  @Test
  void linesAreBounded() {
    UvMessage message = UvMessage.of(("x".repeat(1000) + "\n").repeat(100));

    assertThat(message.lines()).hasSize(8).allMatch(line -> line.length() == 300);
  }
}
