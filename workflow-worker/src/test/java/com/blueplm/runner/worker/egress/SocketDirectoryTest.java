package com.blueplm.runner.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class SocketDirectoryTest {

  @TempDir Path directory;

  @Test
  void keepsSocketsForTheWorkerAlone() throws IOException {
    try (ProxyFixture fixture =
        ProxyFixture.policy(NetworkPolicy.INTERNET).open(directory.resolve("e"))) {
      Path socket = fixture.gate.socket();

      assertThat(socket.getParent()).isEqualTo(directory.resolve("e"));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
          .isEqualTo("rwx------");
    }
    assertThat(directory.resolve("e")).isEmptyDirectory();
  }

  @Test
  void takesATemporaryDirectoryWhereTheHomeIsTooDeep() throws IOException {
    Path deep = directory.resolve("d".repeat(90));
    Path used;
    try (ProxyFixture fixture = ProxyFixture.policy(NetworkPolicy.INTERNET).open(deep)) {
      used = fixture.gate.socket();
      assertThat(used.toString()).hasSizeLessThan(104);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(used.getParent())))
          .isEqualTo("rwx------");
      assertThat(fixture.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }
    assertThat(used.getParent()).doesNotExist();
    assertThat(deep).doesNotExist();
  }

  @Test
  void removesWhatAnEarlierWorkerLeft() throws IOException {
    Files.createFile(directory.resolve("7.sock"));
    try (ProxyFixture fixture = ProxyFixture.policy(NetworkPolicy.INTERNET).open(directory)) {
      assertThat(directory.resolve("7.sock")).doesNotExist();
      assertThat(fixture.gate.socket()).exists();
    }
  }

  @Test
  void aBrokenEntryOrAnUnknownPolicyOpensNothing() throws IOException {
    try (ProxyFixture fixture = ProxyFixture.policy(NetworkPolicy.INTERNET).open(directory)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  fixture.proxy.open(
                      "run-2",
                      NetworkPolicy.ALLOWLIST,
                      List.of("ok.test", "http://no"),
                      "http://plm.test/plm",
                      report -> {}))
          .withMessageContaining("`http://no`");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkPolicy.parse("everything"))
        .withMessageContaining("`everything`");
  }
}
