package com.blueplm.runner.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationRuleTest {

  @ParameterizedTest
  @CsvSource({
    "erp.example.com, erp.example.com:443, true",
    "erp.example.com, ERP.example.com.:443, true",
    "erp.example.com, xerp.example.com:443, false",
    "erp.example.com, erp.example.com.evil.test:443, false",
    "erp.example.com:8443, erp.example.com:8443, true",
    "erp.example.com:8443, erp.example.com:443, false",
    "*.example.com, a.example.com:80, true",
    "*.example.com, a.b.example.com:80, true",
    "*.example.com, example.com:80, false",
    "*.example.com, evilexample.com:80, false",
    "*.example.com:443, a.example.com:80, false",
    "bücher.example, xn--bcher-kva.example:80, true",
    "10.1.2.3, 10.1.2.3:80, true",
    "10.1.2.3, 167838211:80, true",
    "10.1.2.3, 10.1.2.4:80, false",
    "10.1.0.0/16, 10.1.200.1:80, true",
    "10.1.0.0/16:443, 10.1.200.1:80, false",
    "[fd00::5], [fd00::5]:80, true",
    "fd00::5, [fd00:0::5]:80, true",
    "[fd00::/8]:443, [fd12::1]:443, true",
    "[fd00::/8]:443, [fd12::1]:444, false",
  })
  void namesTargets(String rule, String authority, boolean named) throws BadMessageException {
    Target target = Target.parse(authority, OptionalInt.empty());

    assertThat(DestinationRule.parse(rule).names(target)).isEqualTo(named);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true, false",
    "10.0.0.5/32, 10.0.0.5, true, true",
    "10.0.0.5, 10.0.0.5, true, true",
    "10.0.0.5/31, 10.0.0.4, true, false",
    "0.0.0.0/0, 203.0.113.1, true, false",
    "0.0.0.0/0, fd00::1, false, false",
    "::/0, fd00::1, true, false",
    "10.0.0.0/9, 10.128.0.1, false, false",
    "erp.example.com, 10.0.0.5, false, false",
  })
  void coversAddresses(String rule, String address, boolean covered, boolean exactly) {
    DestinationRule parsed = DestinationRule.parse(rule);

    assertThat(parsed.covers(InetAddress.ofLiteral(address), 443)).isEqualTo(covered);
    assertThat(parsed.isExactly(InetAddress.ofLiteral(address), 443)).isEqualTo(exactly);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "*", "*.", "http://a.example", "a.example/path", "a.example:0", "a.example:65536",
        "a.example:x", "a.example:", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "10.1", "0x7f.1",
        "2130706433", "256.0.0.1", "[example.com]", "*.10.0.0.1", "a b", "a.*.example"
      })
  void refusesWhatIsNone(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DestinationRule.parse(text))
        .withMessageContaining("`" + text + "`");
  }
}
