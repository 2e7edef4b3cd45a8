package com.blueplm.runner.worker.sandbox.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.worker.sandbox.Mount;
import com.blueplm.runner.worker.sandbox.SandboxJob;
import com.blueplm.runner.worker.sandbox.SandboxLimits;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.MountType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerPlanTest {

  private static final Path CONTROL = Path.of("/home/runs/a-1/control.sock");
  private static final String FILTER = "/home/script.bpf";

  @Test
  void theEnvironmentIsNotAskedOfTheEngine() throws JsonProcessingException {
    String asked = new ObjectMapper().writeValueAsString(plan(new SandboxNetwork.None()).host());

    assertThat(asked + plan(new SandboxNetwork.None())).doesNotContain("the-secret", "ERP_KEY");
  }

  @Test
  void nothingIsGrantedAndNothingIsKept() {
    HostConfig host = plan(new SandboxNetwork.None()).host();

    assertThat(host.getNetworkMode()).isEqualTo("none");
    assertThat(host.getReadonlyRootfs()).isTrue();
    assertThat(host.getCapDrop()).containsExactly(Capability.ALL);
    assertThat(host.getCapAdd()).isNull();
    assertThat(host.getPrivileged()).isFalse();
    assertThat(host.getSecurityOpts()).containsExactly("no-new-privileges:true");
    assertThat(host.getIpcMode()).isEqualTo("private");
    assertThat(host.getPidMode()).isNull();
    assertThat(host.getUsernsMode()).isNull();
    assertThat(host.getDevices()).isNull();
    assertThat(host.getAutoRemove()).isFalse();
    assertThat(host.getLogConfig().getType()).isEqualTo(LogConfig.LoggingType.NONE);
  }

  @Test
  void limitsHoldForTheTree() {
    HostConfig host = plan(new SandboxNetwork.None()).host();

    assertThat(host.getMemory()).isEqualTo(256L << 20);
    assertThat(host.getMemorySwap()).isEqualTo(host.getMemory());
    assertThat(host.getNanoCPUs()).isEqualTo(500_000_000);
    assertThat(host.getPidsLimit()).isEqualTo(65);
    assertThat(host.getShmSize()).isEqualTo(16L << 20);
    String scratch = "rw,nosuid,nodev,exec,mode=1777,size=" + (32 << 20);
    assertThat(host.getTmpFs()).isEqualTo(Map.of("/tmp", scratch, "/run/artifacts", scratch));
    assertThat(host.getUlimits())
        .extracting(limit -> limit.getName() + "=" + limit.getHard())
        .containsExactly("nofile=1024", "core=0");
  }

  @Test
  void mountsAreTheJobsAndThoseOfProcessOne() {
    HostConfig host = plan(new SandboxNetwork.Proxied(Path.of("/home/egress/a.sock"))).host();

    assertThat(host.getMounts()).allMatch(mount -> mount.getType() == MountType.BIND);
    assertThat(host.getMounts())
        .extracting(m -> m.getSource() + ":" + m.getTarget() + (m.getReadOnly() ? ":ro" : ""))
        .containsExactly(
            CONTROL + ":/run/control.sock",
            FILTER + ":/run/seccomp.bpf:ro",
            "/home/egress/a.sock:/run/egress.sock",
            "/home/runs/a-1/code:/run/script:ro",
            "/home/runs/a-1/events.jsonl:/run/runtime/events.jsonl");
  }

  @Test
  void processOneIsOursAndEndsInTheCommand() {
    ContainerPlan plan = plan(new SandboxNetwork.Proxied(Path.of("/home/egress/a.sock")));

    assertThat(plan.entrypoint()).isEqualTo("/opt/script-runner/bin/script-init");
    assertThat(String.join(" ", plan.arguments()))
        .isEqualTo(
            "--control /run/control.sock --nofile 256 --fsize 33554432 --seccomp /run/seccomp.bpf"
                + " --proxy /run/egress.sock --proxy-port 3128 -- python3 /run/script/x.py");
    assertThat(plan.user()).isEqualTo("3900:3901");
    assertThat(plan.image()).isEqualTo("blueplm/script-runner:python");
    assertThat(plan.labels())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("com.blueplm.runner.owner", "/home", "com.blueplm.runner.job", "a-1"));
  }

  @Test
  void onlyTheHostPolicyLeavesTheNetworkOpen() {
    ContainerPlan plan = plan(new SandboxNetwork.Host());

    assertThat(plan.host().getNetworkMode()).isEqualTo("host");
    assertThat(plan.arguments()).doesNotContain("--proxy");
  }

  private static ContainerPlan plan(SandboxNetwork network) {
    Path workspace = Path.of("/home/runs/a-1");
    SandboxJob job =
        new SandboxJob(
            "a-1",
            workspace,
            List.of("python3", "/run/script/x.py"),
            Map.of("ERP_KEY", "the-secret"),
            List.of(
                Mount.readOnly(workspace.resolve("code"), "/run/script"),
                Mount.writable(workspace.resolve("events.jsonl"), "/run/runtime/events.jsonl"),
                Mount.scratch(workspace.resolve("artifacts"), "/run/artifacts")),
            new SandboxLimits(256, 50, 32, 64),
            network);
    return ContainerPlan.of(
        job,
        CONTROL,
        new ContainerSettings(
            "blueplm/script-runner:python", "3900:3901", "/home", Optional.of(Path.of(FILTER))));
  }
}
