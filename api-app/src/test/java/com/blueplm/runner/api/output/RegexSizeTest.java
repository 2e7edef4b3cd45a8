package com.blueplm.runner.api.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexSizeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "(\\d{1,3}\\.){3}\\d{1,3}",
        "((a{5}b){4,}c){2,7}?",
        "x{0}y{100}",
        "^.{200,300}$"
      })
  void boundHoldsForOrdinaryExpressions(String regex) {
    double bound = RegexSize.bound(regex);

    assertThat(bound).isBetween(regex.length() * 1.0, 10_000.0);
    assertThat((double) Pattern.compile(regex).programSize()).isLessThanOrEqualTo(2 * bound + 10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"((x{1000}){1000}){1000}", "(?:(?:x{9}){99}){99}", "(x{1000}){2}(y{1000}){2}"})
  void nestedRepeatsMultiply(String regex) {
    assertThat(RegexSize.bound(regex)).isGreaterThan(10_000);
  }
}
