package com.blueplm.runner.api.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.blueplm.runner.api.problem.ProblemException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InlineMetadataTest {

  @Test
  void readsTheExampleOfTheSpecification() {
    InlineMetadata metadata =
        InlineMetadata.of(
            """
            # /// script
            # requires-python = ">=3.11"
            # dependencies = [
            #   "requests<3",
            #   "rich",
            # ]
            # ///

            import requests
            """);

    assertThat(metadata.requiresPython()).isEqualTo(">=3.11");
    assertThat(metadata.packages()).containsExactly("requests<3", "rich");
    assertThat(metadata.needsLock()).isTrue();
    assertThat(metadata.line()).isEqualTo(3);
    assertThat(metadata.dependencies()).extracting(Requirement::line).containsExactly(4, 5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "print(1)\n",
        "# /// script\n# dependencies = [\"a\"]\nprint(1)\n",
        "# /// script\n# ///\n",
        "# /// script\n#dependencies = [\"a\"]\n# ///\n",
        " # /// script\n # dependencies = [\"a\"]\n # ///\n",
        "# /// script \n# dependencies = [\"a\"]\n# ///\n",
        "# /// other\n# dependencies = [\"a\"]\n# ///\n",
        "# /// script\n# dependencies = [\"a\"]\n# /// \n",
        "# /// other\n# x\n# ///\n# /// script\n# dependencies = [\"a\"]\n# ///\n",
        "# /// script\n# dependencies = [\"a\"]\n\n# ///\n"
      })
  void whatIsNoBlockAsksForNothing(String code) {
    InlineMetadata metadata = InlineMetadata.of(code);

    assertThat(metadata.packages()).isEmpty();
    assertThat(metadata.needsLock()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# /// script\r\n# dependencies = [\"a\"]\r\n# ///\r\n",
        "# /// script\n# dependencies = [\"a\"]\n# ///",
        "#!/usr/bin/env python3\n\n# /// script\n# dependencies = ['a']\n#\n# ///\nprint()",
        "# /// script\n# dependencies = [\"a\"]\n# [tool.x]\n# y = '''\n# ///\n# '''\n# ///\n",
        "# /// other\n# x\n# ///\n\n# /// script\n# dependencies = [\"a\"]\n# ///\n",
        "# /// script\n# # comment\n# dependencies = [\n#\n#  \"a\", # why\n# ]\n# ///\n",
        "# /// script\n# dependencies = [\"a\"]\n# [tool.uv]\n# index-url = \"https://x\"\n# ///\n",
        "# /// script\n# \"dependencies\" = [\"a\"]\n# unknown = 1\n# ///\n",
        "# /// script\n# /// script\n# dependencies = [\"a\"]\n# ///\n# x\n"
      })
  void whatIsABlockIsRead(String code) {
    // The last case is no TOML, as the reference says: an opening line inside a block is content.
    if (code.startsWith("# /// script\n# /// script")) {
      assertThatThrownBy(() -> InlineMetadata.of(code)).hasMessageContaining("line 2: ");
    } else {
      assertThat(InlineMetadata.of(code).packages()).containsExactly("a");
    }
  }

  @Test
  void severalBlocksAreRefusedAtTheSecond() {
    refused(
        "# /// script\n# \n# ///\n\n# /// script\n# \n# ///\n", "line 5: there is a script block");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "requests",
        "requests>=2.31,<3",
        "requests (>=2.31)",
        "requests ~= 2.31.0",
        "requests==2.*",
        "requests!=2.30.0,>=2",
        "requests==1!2.0rc1.post2.dev3+local.1",
        "requests===2.31-weird",
        "requests[security,socks]>=2",
        "requests [socks]",
        "requests[]",
        "Zope.Interface",
        "a",
        "tomli>=1; python_version < '3.11'",
        "tomli ; (os_name == 'nt' or sys_platform in 'win32 cygwin') and extra != 'x'",
        "tomli; 'linux' not in sys_platform",
        "  requests  "
      })
  void packagesOfTheIndexAreTaken(String requirement) {
    assertThat(InlineMetadata.of(listing(requirement)).packages())
        .containsExactly(requirement.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pip @ https://example.invalid/pip.whl",
        "pip@git+https://example.invalid/pip",
        "pip @ file:///etc/passwd",
        "pip @ ./pip",
        "https://example.invalid/pip.whl",
        "git+ssh://example.invalid/pip",
        "file:///etc/passwd",
        "./pip",
        "../pip",
        "/opt/pip",
        "~/pip",
        "C:\\\\pip",
        "pip-1.0-py3-none-any.whl",
        "pip.tar.gz"
      })
  void addressesAreRefused(String requirement) {
    refused(listing(requirement), "line 4: ");
    refused(listing(requirement), "addresses are not stored");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-r other.txt | is an option of an installer",
        "--index-url=x | is an option of an installer",
        "requests>>2 | is no dependency",
        "requests= 2 | is no dependency",
        "requests 2 | is no dependency",
        "requests>= | is no dependency",
        "requests>=2.* | is no dependency",
        "requests~=2 | is no dependency",
        "requests>=2, | is no dependency",
        "requests[a | is no dependency",
        "requests[a b] | is no dependency",
        "-requests | is an option",
        "requests- | is no dependency",
        "requests # x | is no dependency",
        "réquests | holds a character",
        "requests\\n--index-url x | holds a character",
        "requests; os_name == '${HOME}' | holds a character",
        "requests; | the marker",
        "requests; os == 'x' | the marker",
        "requests; os_name == 'x' or | the marker",
        "requests; (os_name == 'x' | the marker",
        "'' | is empty",
      })
  void whatIsNoDependencyIsRefusedAtItsLine(String requirement, String message) {
    refused(listing(requirement), "line 4: ");
    refused(listing(requirement), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "requires-python = \">=3.11\" | ok",
        "requires-python = \">=3.11,<4,!=3.12.1\" | ok",
        "requires-python = \"==3.11.*\" | ok",
        "requires-python = \"3.11\" | line 2: requires-python \"3.11\" is no version specifier",
        "requires-python = \"\" | line 2: requires-python \"\" is no version specifier",
        "requires-python = \">=three\" | line 2: requires-python",
        "requires-python = 3.11 | line 2: requires-python must be a text",
        "dependencies = \"requests\" | line 2: dependencies must be a list",
        "dependencies = [1] | line 2: every dependency must be a text",
        "dependencies = [[\"requests\"]] | line 2: every dependency must be a text",
        "dependencies = [\"requests\" | line 3: the script block is no valid TOML",
        "dependencies = | line 2: the script block is no valid TOML",
        "dependencies = [] x | line 2: the script block is no valid TOML",
      })
  void theTomlIsCheckedWithItsLine(String line, String expected) {
    String code = "# /// script\n# " + line + "\n# ///\n";
    if (expected.equals("ok")) {
      assertThat(InlineMetadata.of(code).needsLock()).isTrue();
    } else {
      refused(code, expected);
    }
  }

  @Test
  void linesOfPackagesAreExact() {
    String code =
        """
        #!/usr/bin/env python3
        # /// script
        # dependencies = ["a",
        #   "b", "c", # why
        #
        #   # more
        #   'd'
        #   ,
        #   "e"]
        # ///
        """;

    assertThat(InlineMetadata.of(code).dependencies())
        .extracting(Requirement::line)
        .containsExactly(3, 4, 4, 7, 9);
  }

  @Test
  void boundsHold() {
    refused(listing("a".repeat(301)), "more than 300 characters");
    assertThat(InlineMetadata.of(listing("a".repeat(300))).packages()).hasSize(1);
    refused(many(51), "line 2: 51 dependencies; list at most 50");
    assertThat(InlineMetadata.of(many(50)).packages()).hasSize(50);
    refused(
        "# /// script\n# x = \"" + "y".repeat(40_000) + "\"\n# ///\n",
        "more than 32768 characters");
    refused("# /// script\n# x = " + "[".repeat(20_000) + "\n# ///\n", "line 2: more than 32 bra");
  }

  @Test
  void aMegabyteOfBlocksTakesNoTime() {
    String unclosed = "# /// script\n".repeat(80_000);
    String closed = "# /// x\n# ///\n# ///\n".repeat(50_000);
    String comments = "# /// script\n" + "# c\n".repeat(250_000) + "# ///\n";
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(InlineMetadata.of(unclosed).needsLock()).isFalse();
          assertThat(InlineMetadata.of(closed + "# /// script").needsLock()).isFalse();
          refused(comments, "more than 32768 characters");
        });
  }

  @Test
  void theSdkIsNeverLocked() {
    InlineMetadata metadata = InlineMetadata.of(listing("BluePLM>=1\", \"requests"));

    assertThat(metadata.packages()).containsExactly("BluePLM>=1", "requests");
    assertThat(metadata.toLock()).containsExactly("requests");
    assertThat(InlineMetadata.of(listing("blueplm")).toLock()).isEmpty();
  }

  @Test
  void anErrorIsToldAtThePackageThatItNamesFirst() {
    InlineMetadata metadata =
        InlineMetadata.of(
            """
            # /// script
            # dependencies = [
            #   "requests",
            #   "Flask_Login==99",
            # ]
            # ///
            """);

    assertThat(metadata.explain("flask-login was not found, says requests"))
        .isEqualTo("line 4: flask-login was not found, says requests");
    assertThat(metadata.explain("requests>=1 and flask-login conflict")).startsWith("line 3: ");
    assertThat(metadata.explain("urllib3 is not there")).startsWith("line 2: ");
  }

  private static String listing(String requirement) {
    return "# /// script\n#\n# dependencies = [\n#   \"" + requirement + "\",\n# ]\n# ///\n";
  }

  private static String many(int count) {
    return "# /// script\n# dependencies = ["
        + IntStream.range(0, count).mapToObj(i -> "\"p" + i + "\"").collect(Collectors.joining(","))
        + "]\n# ///\n";
  }

  private static void refused(String code, String message) {
    assertThatThrownBy(() -> InlineMetadata.of(code))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem ->
                assertThat(problem.errors())
                    .singleElement()
                    .satisfies(
                        error -> {
                          assertThat(error.field()).isEqualTo("code");
                          assertThat(error.message()).contains(message);
                        }));
  }
}
