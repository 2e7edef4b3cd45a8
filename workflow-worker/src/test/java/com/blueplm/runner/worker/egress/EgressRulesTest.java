package com.blueplm.runner.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRulesTest {

  private final Map<String, List<InetAddress>> names = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private List<String> allowlist = List.of();
  private List<String> allowPrivate = List.of();
  private NetworkPolicy policy = NetworkPolicy.INTERNET;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:80",
        "127.1:80",
        "0x7f.1:80",
        "017700000001:80",
        "2130706433:80",
        "[::1]:80",
        "[::ffff:127.0.0.1]:80",
        "[::127.0.0.1]:80",
        "0.0.0.0:80",
        "0:80",
        "[::]:80",
        "169.254.169.254:80",
        "0xa9fea9fe:80",
        "[fd00:ec2::254]:80",
        "100.100.100.200:80",
        "10.0.0.5:443",
        "172.20.1.1:443",
        "192.168.0.1:443",
        "100.64.1.1:443",
        "[fd00::1]:443",
        "[fe80::1]:443",
        "[fec0::1]:443",
        "224.0.0.1:443",
        "255.255.255.255:443",
        "240.0.0.1:443",
        "192.0.0.1:443",
        "198.18.0.1:443",
        "203.0.113.1:443",
        "[2002:7f00:1::]:80",
        "[64:ff9b::10.0.0.1]:80",
        "[2001:0:808:808::f5ff:fffe]:80",
        "[ff02::1]:80",
      })
  void refusesEveryFormOfAnAddressThatIsNotPublic(String authority) throws Exception {
    assertThat(judge(authority))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .startsWith("network policy `internet` reaches public addresses only; ")
                    .contains("runner.egress.allow-private"));
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 127.0.0.1, a loopback address",
    "localtest.me, 127.0.0.1, a loopback address",
    "metadata.google.internal, 169.254.169.254, a cloud metadata service",
    "rebind.test, 10.0.0.5, private",
    "mapped.test, ::ffff:10.0.0.5, private",
    "six.test, fd12:3456::1, private",
    "nat64.test, 64:ff9b::c0a8:1, private",
    "zero.test, 0.0.0.0, not an address of a host",
  })
  void refusesNamesThatLeadThere(String host, String address, String words) throws Exception {
    name(host, address);

    Verdict verdict = judge(host + ":443");

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.reason()).contains(host + " (").contains("is " + words));
    assertThat(asked).containsExactly(host);
  }

  @Test
  void theRefusalSaysWhatToChange() throws Exception {
    assertThat(judge("10.0.0.5:443"))
        .isEqualTo(
            new Verdict.Refused(
                "network policy `internet` reaches public addresses only; 10.0.0.5 is private: ask"
                    + " the operator to add it to runner.egress.allow-private"));
  }

  @Test
  void ofMixedAnswersOnlyThePublicOnesAreTried() throws Exception {
    name("mixed.test", "10.0.0.5", "8.8.8.8", "127.0.0.1", "2606:4700::1111");

    assertThat(judge("mixed.test:443")).isEqualTo(permitted("8.8.8.8", "2606:4700::1111"));
    assertThat(asked).containsExactly("mixed.test");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.5:443, true",
    "10.0.0.5:443, 10.0.0.5:443, true",
    "10.0.0.5:443, 10.0.0.5:80, false",
    "10.0.0.6, 10.0.0.5:443, false",
    "erp.corp.test, erp.corp.test:443, true",
    "*.corp.test, erp.corp.test:443, true",
    "*.corp.test:8443, erp.corp.test:443, false",
    "10.0.0.0/8, erp.corp.test:443, true",
    "fd00::/8, [fd00::1]:443, true",
    "127.0.0.0/8, 127.0.0.1:9000, true",
    "127.0.0.0/8, 2130706433:9000, true",
    "::1, [::1]:9000, true",
    // Metadata is opened by its very address and nothing wider.
    "169.254.0.0/16, 169.254.169.254:80, false",
    "0.0.0.0/0, 169.254.169.254:80, false",
    "metadata.test, metadata.test:80, false",
    "169.254.169.254, 169.254.169.254:80, true",
    "169.254.169.254, metadata.test:80, true",
    "10.0.0.0/8, [64:ff9b::10.0.0.5]:80, false",
  })
  void theOperatorOpens(String rule, String authority, boolean opened) throws Exception {
    allowPrivate = List.of(rule);
    name("erp.corp.test", "10.0.0.5");
    name("metadata.test", "169.254.169.254");

    assertThat(judge(authority) instanceof Verdict.Permitted).isEqualTo(opened);
  }

  @ParameterizedTest
  @CsvSource({
    "api.internal.test:8080, api.internal.test:8080",
    "api.internal.test:8080, API.internal.test.:8080",
    "plm.test:443, plm.test:443",
    "plm.test:443, plm.test:80",
    "temporal.test:7233, temporal.test:7233",
    "alias of api-app, other.test:8080",
    "by address, 10.9.0.1:8080",
  })
  void theProductsOwnServicesAreNeverReached(String what, String authority) throws Exception {
    allowPrivate = List.of("0.0.0.0/0", "*.internal.test", "*.test");
    name("api.internal.test", "10.9.0.1");
    name("other.test", "10.9.0.1");
    name("temporal.test", "10.9.0.2");

    assertThat(judge(authority))
        .as(what)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.reason()).contains("a service of Script Runner itself"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:8080", "127.0.0.2:8080", "0.0.0.0:8080", "[::1]:8080"})
  void aLocalServiceIsNotReachedByAnotherAddressOfTheMachine(String authority) throws Exception {
    allowPrivate = List.of("0.0.0.0/0", "::/0");
    name("api.internal.test", "127.0.0.1");

    assertThat(judge(authority)).isInstanceOf(Verdict.Refused.class);
    assertThat(judge(authority.replace("8080", "9090"))).isInstanceOf(Verdict.Permitted.class);
  }

  @Test
  void aReservedServiceThatIsNotFoundInTimeMayBeAnywhere() throws Exception {
    allowPrivate = List.of("10.0.0.0/8");

    assertThat(judge("10.0.0.5:9999")).isInstanceOf(Verdict.Refused.class);
    assertThat(judge("10.0.0.5:9998")).isInstanceOf(Verdict.Permitted.class);
  }

  @ParameterizedTest
  @CsvSource({
    "erp.test, erp.test:443, true",
    "erp.test, other.test:443, false",
    "*.test, erp.test:443, true",
    "erp.test:443, erp.test:80, false",
    "8.8.8.8, 8.8.8.8:443, true",
    "8.8.8.8, erp.test:443, false",
    "10.0.0.5, 10.0.0.5:443, false",
  })
  void anAllowlistAddsToTheAddressRules(String rule, String authority, boolean allowed)
      throws Exception {
    policy = NetworkPolicy.ALLOWLIST;
    allowlist = List.of(rule);
    name("erp.test", "8.8.8.8");
    name("other.test", "8.8.4.4");

    assertThat(judge(authority) instanceof Verdict.Permitted).isEqualTo(allowed);
  }

  @Test
  void whatIsNotListedIsNotEvenLookedUp() throws Exception {
    policy = NetworkPolicy.ALLOWLIST;

    assertThat(judge("secret-in-a-name.evil.test:443"))
        .isEqualTo(
            new Verdict.Refused(
                "network policy `allowlist` does not list secret-in-a-name.evil.test:443: add it to"
                    + " the hosts in the script's network settings"));
    assertThat(asked).isEmpty();
  }

  @Test
  void blueplmOnlyReachesNothingElse() throws Exception {
    policy = NetworkPolicy.BLUEPLM_ONLY;
    allowPrivate = List.of("0.0.0.0/0");

    assertThat(judge("8.8.8.8:443"))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.reason()).contains("choose `allowlist` or `internet`"));
    assertThat(asked).isEmpty();
  }

  @Test
  void mailBetweenServersNeedsAnEntryWithItsPort() throws Exception {
    assertThat(judge("8.8.8.8:25")).isInstanceOf(Verdict.Refused.class);
    assertThat(judge("8.8.8.8:587")).isInstanceOf(Verdict.Permitted.class);

    policy = NetworkPolicy.ALLOWLIST;
    allowlist = List.of("8.8.8.8");
    assertThat(judge("8.8.8.8:25")).isInstanceOf(Verdict.Refused.class);
    allowlist = List.of("8.8.8.8:25");
    assertThat(judge("8.8.8.8:25")).isInstanceOf(Verdict.Permitted.class);
  }

  @Test
  void namesWithoutAnswersFail() throws Exception {
    assertThat(judge("nowhere.test:443"))
        .isEqualTo(new Verdict.Undecided(502, "the name nowhere.test has no address"));
    assertThat(judge("slow.test:443"))
        .isEqualTo(new Verdict.Undecided(504, "the name slow.test could not be resolved in time"));
  }

  private Verdict judge(String authority) throws BadMessageException {
    ReservedServices reserved =
        new ReservedServices(
            List.of(
                URI.create("http://api.internal.test:8080"),
                URI.create("https://plm.test/plm"),
                URI.create("http://plm.test/plm")),
            List.of("temporal.test:7233", "slow.test:9999"),
            this::resolve);
    return new EgressRules(
            policy,
            allowlist.stream().map(DestinationRule::parse).toList(),
            allowPrivate.stream().map(DestinationRule::parse).toList(),
            reserved,
            this::resolve)
        .judge(Target.parse(authority, OptionalInt.empty()));
  }

  private List<InetAddress> resolve(String host) throws IOException {
    asked.add(host);
    if (host.equals("slow.test")) {
      throw new SocketTimeoutException("slow");
    }
    if (!names.containsKey(host)) {
      throw new UnknownHostException(host);
    }
    return names.getOrDefault(host, List.of());
  }

  private void name(String host, String... addresses) {
    names.put(host, Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
  }

  private static Verdict permitted(String... addresses) {
    return new Verdict.Permitted(Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
  }
}
