package com.blueplm.runner.worker.dependencies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementsTest {

  @Test
  void namesVersionsExtrasAndMarkersPass() throws DependencyException {
    List<String> asked =
        List.of(
            "requests",
            "requests>=2.31,<3",
            "httpx[http2] ~= 0.27",
            "tomli==2.0.1; python_version < '3.11' and (sys_platform == \"linux\")",
            "x==1!2.0+local.1");

    assertThat(Requirements.lines(asked)).isEqualTo(asked);
  }

  @Test
  void whatTheBaseEnvironmentHasIsNotLookedFor() throws DependencyException {
    assertThat(Requirements.lines(List.of("blueplm", "BluePLM>=1", "idna")))
        .containsExactly("idna");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-r /etc/passwd",
        "--index-url http://127.0.0.1/",
        "-e .",
        "./local",
        "/etc",
        "idna\n--index-url=x",
        "idna==${HOME}",
        "idna \\",
        "idna # comment",
        "",
      })
  void whatIsNoRequirementIsRefused(String line) {
    assertThatThrownBy(() -> Requirements.lines(List.of(line)))
        .isInstanceOf(DependencyException.class)
        .hasMessageContaining("is no requirement");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "idna @ https://127.0.0.1/idna.whl",
        "idna[all]@file:///etc/passwd",
        "idna @ git+ssh://x"
      })
  void addressesAreRefused(String line) {
    assertThatThrownBy(() -> Requirements.lines(List.of(line)))
        .isInstanceOf(DependencyException.class)
        .hasMessageContaining("names an address");
  }

  @Test
  void theNumberIsBounded() {
    assertThatThrownBy(() -> Requirements.lines(Collections.nCopies(201, "idna")))
        .hasMessage("201 packages are asked for; at most 200 may be");
  }
}
