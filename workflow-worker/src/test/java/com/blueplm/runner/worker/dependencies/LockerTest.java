package com.blueplm.runner.worker.dependencies;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.contract.gateway.LockOrder;
import com.blueplm.runner.contract.gateway.LockResult;
import com.blueplm.runner.worker.execution.Machine;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LockerTest extends DependencyTestBase {

  @Test
  void locksAllThatIsNeededWithHashesAndWithoutAddresses() throws IOException {
    index
        .add(Wheel.of("acme", "1.0").file("acme.py", "").requires("helper>=2"))
        .add(Wheel.of("acme", "2.0").file("acme.py", "").requires("helper>=2"))
        .add(Wheel.of("helper", "2.5").file("helper.py", "").requires("blueplm"));

    LockResult result = lock("acme<2", "blueplm");

    assertThat(result.error()).isNull();
    assertThat(
            Objects.requireNonNull(result.lock())
                .lines()
                .map(l -> l.replaceAll("[0-9a-f]{64}", "H")))
        .containsExactly(
            "acme==1.0 \\", "    --hash=sha256:H", "helper==2.5 \\", "    --hash=sha256:H");
    assertThat(workspaces()).isEmpty();
  }

  @Test
  void nothingToInstallIsAnEmptyLock() throws IOException {
    assertThat(lock("blueplm")).isEqualTo(new LockResult("", null));
  }

  @Test
  void aMissingPackageIsNamed() throws IOException {
    assertThat(error("nosuch"))
        .startsWith("There is no package nosuch in the package index. uv says: ");
  }

  @Test
  void aMissingVersionIsNamed() throws IOException {
    index.add(Wheel.of("acme", "1.0"));

    assertThat(error("acme==3"))
        .startsWith(
            "There is no version of acme that satisfies ==3 in the package index. uv says: ");
  }

  @Test
  void aConflictIsExplained() throws IOException {
    index
        .add(Wheel.of("acme", "1.0").requires("helper<2"))
        .add(Wheel.of("helper", "1.0"))
        .add(Wheel.of("helper", "2.0"));

    assertThat(error("acme", "helper>=2"))
        .startsWith("The packages contradict each other. uv says: ")
        .contains("acme")
        .contains("helper>=2");
  }

  @Test
  void sourcesAreNotBuilt() throws IOException {
    index.add("built", "built-1.0.tar.gz", new byte[] {1, 2, 3});

    assertThat(error("built"))
        .startsWith("built has no wheel for Python")
        .contains("runner.dependencies.allow-builds");
    assertThat(index.downloads).isEmpty();
  }

  @Test
  void wheelsForOtherMachinesDoNotCount() throws IOException {
    index.add("odd", "odd-1.0-cp27-cp27m-win32.whl", Wheel.of("odd", "1.0").bytes());

    assertThat(error("odd")).contains("odd").contains("only wheels are installed");
  }

  @Test
  void anotherPythonIsSaid() throws IOException {
    LockResult result = worker().locker.lock(new LockOrder(">=4", List.of("acme")));

    assertThat(result.error()).startsWith("The script requires Python >=4, and scripts run on");
  }

  @Test
  void anIndexThatDoesNotAnswerIsSaidWithoutItsAddress() throws IOException {
    URI nowhere = URI.create("http://me:a-password@127.0.0.1:1/simple");
    var worker =
        new DependencyFixture(
            sandbox, home, DependencyFixture.properties(Machine.uv(), nowhere), Clock.systemUTC());

    String error = worker.locker.lock(new LockOrder(null, List.of("acme"))).error();

    assertThat(error)
        .startsWith("The package index cannot be reached from the worker. uv says: ")
        .doesNotContain("a-password")
        .doesNotContain("127.0.0.1");
    assertThat(worker.properties.toString()).doesNotContain("a-password");
  }

  @Test
  void credentialsReachTheIndexOnly() throws IOException {
    index.add(Wheel.of("acme", "1.0"));
    var worker =
        new DependencyFixture(
            sandbox,
            home,
            DependencyFixture.properties(Machine.uv(), index.url("me:a-password")),
            Clock.systemUTC());

    LockResult found = worker.locker.lock(new LockOrder(null, List.of("acme")));
    LockResult missing = worker.locker.lock(new LockOrder(null, List.of("nosuch")));

    assertThat(index.credentials).isNotEmpty();
    assertThat(found.lock()).contains("acme==1.0").doesNotContain("a-password");
    assertThat(missing.error()).contains("nosuch").doesNotContain("a-password");
  }

  @Test
  void withoutUvTheOperatorIsNamed() throws IOException {
    var worker =
        new DependencyFixture(
            sandbox, home, DependencyFixture.properties(null, null), Clock.systemUTC());

    assertThat(worker.locker.lock(new LockOrder(null, List.of("acme"))).error())
        .isEqualTo(
            "This worker installs no packages: its operator has to set runner.uv to the program uv");
  }

  private String error(String... packages) throws IOException {
    LockResult result = lock(packages);
    assertThat(result.lock()).isNull();
    assertThat(workspaces()).isEmpty();
    return Objects.requireNonNull(result.error());
  }

  private LockResult lock(String... packages) throws IOException {
    return worker().locker.lock(new LockOrder(null, List.of(packages)));
  }
}
