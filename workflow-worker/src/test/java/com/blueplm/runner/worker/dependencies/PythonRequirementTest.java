package com.blueplm.runner.worker.dependencies;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonRequirementTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        ">=3.10",
        ">3.10",
        "<3.12",
        "<=3.11.2",
        "==3.11.*",
        "===3.11.2",
        "!=3.12.*",
        "~=3.11",
        "~=3.11.0",
        ">=3.10, <4",
        "==3.11.2",
        "!=3.11"
      })
  void admitted(String requirement) {
    assertThatCode(() -> PythonRequirement.check(requirement, "3.11.2")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ">=3.12",
        ">3.11.2",
        "<3.11",
        "<=3.11",
        "==3.11",
        "!=3.11.*",
        "~=3.12",
        "~=3.10.0",
        ">=4",
        ">=3.10,<3.11"
      })
  void refused(String requirement) {
    assertThatThrownBy(() -> PythonRequirement.check(requirement, "3.11.2"))
        .isInstanceOf(DependencyException.class)
        .hasMessage(
            "The script requires Python "
                + requirement
                + ", and scripts run on Python 3.11.2 here");
  }

  @Test
  void whatCannotBeReadIsSaid() {
    assertThatThrownBy(() -> PythonRequirement.check("three\n", "3.11.2"))
        .hasMessage("requires-python \"three \" cannot be read: write it as in \">=3.10,<3.14\"");
  }
}
