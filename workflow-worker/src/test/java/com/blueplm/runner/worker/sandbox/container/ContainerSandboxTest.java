package com.blueplm.runner.worker.sandbox.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.worker.execution.Orders;
import com.blueplm.runner.worker.execution.ScriptExecutorContract;
import com.blueplm.runner.worker.sandbox.ExitStatus;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.SandboxJob;
import com.blueplm.runner.worker.sandbox.SandboxLimits;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import com.blueplm.runner.worker.sandbox.TestSandboxes;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContainerSandboxTest extends ScriptExecutorContract {

  private @Nullable Engine connected;

  @BeforeEach
  void connect() {
    connected = new Engine(ContainerEngine.socket());
  }

  /** Also runs where the test was skipped for want of an engine. */
  @AfterEach
  void nothingIsLeftOnTheEngine() {
    if (connected != null) {
      try (Engine last = connected) {
        await().until(() -> last.ownedBy(home.toString()).isEmpty());
      }
    }
  }

  private Engine engine() {
    return Objects.requireNonNull(connected);
  }

  private ContainerSettings settings() throws IOException {
    return ContainerEngine.settings(home, sandboxes.tools());
  }

  @Override
  protected Sandbox sandbox(TestSandboxes all) throws IOException {
    return new ContainerSandbox(engine(), settings());
  }

  /** All that the death of a worker does to a container is to end its line. */
  @Test
  void theEndOfTheWorkersLineEndsTheTree() throws IOException {
    Path socket = runs.resolve("line");
    ControlChannel line = ControlChannel.open(socket, Map.of("A", "b"));
    String id = engine().create(ContainerPlan.of(job("/bin/sleep", "60"), socket, settings()));
    try {
      engine().start(id);
      line.connected().orTimeout(20, TimeUnit.SECONDS).join();
      assertThat(engine().life(id).ended()).isFalse();

      line.close();

      await().until(() -> engine().life(id).ended());
    } finally {
      line.close();
      engine().remove(id);
    }
  }

  @Test
  void seesNeitherTheWorkerNorItsFiles() throws IOException {
    Ended ended =
        run(
            """
            import os
            print(os.path.exists('%s'), os.path.exists('%s'))
            print(len([p for p in os.listdir('/proc') if p.isdigit()]))
            for read in (lambda: open('/proc/1/environ').read(), lambda: open('/proc/1/mem').read(),
                         lambda: os.readlink('/proc/1/fd/3'), lambda: os.kill(1, 9)):
              try:
                print(read())
              except PermissionError:
                print('refused')
            """
                .formatted(home, runs));

    assertThat(ended.stderr()).isEmpty();
    // The kernel ignores a signal to process 1 from inside.
    assertThat(ended.stdout()).isEqualTo("False False\n2\nrefused\nrefused\nrefused\nNone\n");
  }

  @Test
  void secretsAreNotWithTheEngine() throws IOException {
    Running running =
        start(
            Orders.of(
                "import os, time; print(os.environ['ERP_KEY']); time.sleep(60)",
                30,
                10,
                Map.of(),
                Map.of("ERP_KEY", "the-secret-value")));
    running.awaitOutput("the-secret-value\n");
    String id = engine().ownedBy(home.toString()).getFirst();

    try (DockerClient client = client()) {
      String inspected = client.inspectContainerCmd(id).exec().getRawValues().toString();
      inspected += String.valueOf(client.inspectContainerCmd(id).exec());
      assertThat(inspected).contains(id).doesNotContain("the-secret-value", Orders.API_KEY);
    }
    running.process.kill();
    assertThat(running.end().gone()).isTrue();
  }

  @Test
  void noByteOfMuchOutputIsLost() throws IOException {
    Ended ended =
        run(
            """
            import os, sys
            for n in range(40000): os.write(1, b'%09d\\n' % n * 25)
            sys.stderr.write('end')
            """);

    StringBuilder expected = new StringBuilder();
    for (int n = 0; n < 40_000; n++) {
      expected.append("%09d\n".formatted(n).repeat(25));
    }
    assertThat(ended.stdout().contentEquals(expected)).isTrue();
    assertThat(ended.stderr()).isEqualTo("end");
  }

  @Test
  void theControlSocketIsOfNoUseToTheScript() throws IOException {
    Ended ended =
        run(
            """
            import socket
            s = socket.socket(socket.AF_UNIX)
            try:
              s.connect('/run/control.sock'); print('connected')
            except OSError as e:
              print(e.strerror)
            """);

    assertThat(ended.stdout()).isEqualTo("Connection refused\n");
  }

  @Test
  void canWriteOnlyWhereItMay() throws IOException {
    Ended ended =
        run(
            """
            import errno, os
            for p in ('/etc/x', '/usr/x', '/x', '/run/x', '/run/runtime/x', '/run/script/x', '/sys/x',
                      '/opt/script-runner/x', '/run/runtime/run.json', '/run/script/sync_suppliers.py'):
              try:
                os.open(p, os.O_WRONLY | os.O_CREAT); print(p)
              except OSError as e:
                assert e.errno in (errno.EROFS, errno.EACCES), e
            """);

    assertThat(ended.stderr()).isEmpty();
    assertThat(ended.stdout()).isEmpty();
  }

  @Test
  void spaceAndProcessesAreLimited() throws IOException {
    Ended ended =
        run(
            """
            import errno, os, time
            for directory in ('/tmp', '/dev/shm'):
              for n in range(100):
                try:
                  open('%s/%d' % (directory, n), 'wb').write(b'x' * (1 << 20))
                except OSError as e:
                  print(directory, n, errno.errorcode[e.errno]); break
            children = 0
            try:
              while children < 200:
                if os.fork() == 0: time.sleep(30); os._exit(0)
                children += 1
            except BlockingIOError:
              print('children', children)
            """);

    assertThat(ended.stderr()).isEmpty();
    assertThat(ended.stdout().lines().toList())
        .hasSize(3)
        .satisfies(lines -> assertThat(lines.get(0)).matches("/tmp 6[34] ENOSPC"))
        .satisfies(lines -> assertThat(lines.get(1)).matches("/dev/shm 1[56] ENOSPC"))
        .satisfies(lines -> assertThat(lines.get(2)).isEqualTo("children 63"));
  }

  @Test
  void dangerousCallsAreRefused() throws IOException {
    Ended ended =
        run(
            """
            import ctypes, errno
            libc = ctypes.CDLL(None, use_errno=True)
            for name, number in (('ptrace', 101), ('add_key', 248), ('io_uring_setup', 425), ('bpf', 321)):
              libc.syscall(number, 0, 0, 0, 0, 0)
              print(name, errno.errorcode[ctypes.get_errno()])
            status = dict(l.rstrip().split(':\\t', 1) for l in open('/proc/self/status') if ':\\t' in l)
            print(status['CapEff'], status['CapBnd'], status['NoNewPrivs'], status['Seccomp'])
            """);

    assertThat(ended.stdout())
        .isEqualTo(
            """
            ptrace EPERM
            add_key EPERM
            io_uring_setup EPERM
            bpf EPERM
            0000000000000000 0000000000000000 1 2
            """);
  }

  @Test
  void aContainerKilledByOthersEndsTheRun() throws IOException {
    Running running = start("import time; print('ready'); time.sleep(60)");
    running.awaitOutput("ready\n");

    engine().kill(engine().ownedBy(home.toString()).getFirst());
    Ended ended = running.end();

    assertThat(ended.status()).isEqualTo(new ExitStatus(null, 9));
    assertThat(ended.gone()).isTrue();
  }

  @Test
  void theJanitorRemovesWhatAnEarlierWorkerLeft() throws IOException {
    Running running = start("import time; print('ready'); time.sleep(60)");
    running.awaitOutput("ready\n");

    new ContainerJanitor(engine(), home.toString()).clean();

    assertThat(engine().ownedBy(home.toString())).isEmpty();
    assertThat(running.end().gone()).isTrue();
  }

  @Test
  void namesTheImageThatIsMissing() throws IOException {
    ContainerSettings settings = settings();
    var missing =
        new ContainerSettings(
            "no/such:image", settings.user(), settings.owner(), settings.filter());

    assertThatThrownBy(() -> new ContainerSandbox(engine(), missing).start(job("true")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no/such:image");
  }

  @Test
  void saysWhichSocketDoesNotAnswer() {
    try (Engine nobody = new Engine(URI.create("unix://" + home.resolve("nobody.sock")))) {
      assertThatThrownBy(nobody::describe)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nobody.sock");
    }
  }

  private SandboxJob job(String... command) {
    return new SandboxJob(
        "job",
        runs,
        List.of(command),
        Map.of("A", "b"),
        List.of(),
        new SandboxLimits(64, 50, 16, 8),
        new SandboxNetwork.None());
  }

  private static DockerClient client() {
    URI socket = ContainerEngine.socket();
    return DockerClientImpl.getInstance(
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(socket.toString())
            .build(),
        new ZerodepDockerHttpClient.Builder().dockerHost(socket).build());
  }
}
