package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Scripts that bring packages of their own, from a package index that the test serves. */
class DependenciesTest {
  private static HttpServer index;
  private static Stack stack;
  private static Api api;

  @BeforeAll
  static void start(@TempDir Path files) throws IOException {
    writeWheel(
        Files.createDirectories(files.resolve("simple/acme")).resolve("acme-1.0-py3-none-any.whl"));
    index =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            files.toRealPath(),
            SimpleFileServer.OutputLevel.NONE);
    index.start();
    String address = "http://127.0.0.1:" + index.getAddress().getPort() + "/simple";
    stack = Stack.start(Map.of("RUNNER_PACKAGE_INDEX", address));
    stack.awaitReady();
    api = stack.admin();
  }

  @AfterAll
  static void stop() {
    stack.close();
    index.stop(0);
  }

  @Test
  void aScriptRunsOnItsPackagesAndABadOneReplacesNothing() {
    String script = api.script(code("acme", "print(acme.VALUE)"));

    JsonNode saved = api.get("/api/scripts/" + script).expect(200).json();
    assertThat(saved.at("/dependencies/locked").asBoolean()).as("%s", saved).isTrue();
    assertThat(outputOf(script)).isEqualTo("42\n");
    assertThat(outputOf(script)).isEqualTo("42\n");

    Api.Answer refused =
        api.send(
            "PATCH", "/api/scripts/" + script, Map.of("code", code("nosuch", "print('never')")));

    assertThat(refused.expect(400).text("/errors/0/field")).isEqualTo("code");
    assertThat(refused.text("/errors/0/message"))
        .startsWith("line 2: There is no package nosuch in the package index")
        .doesNotContain("127.0.0.1");
    JsonNode after = api.get("/api/scripts/" + script).expect(200).json();
    assertThat(after.at("/revision")).isEqualTo(saved.at("/revision"));
    assertThat(after.at("/code")).isEqualTo(saved.at("/code"));
    assertThat(outputOf(script)).isEqualTo("42\n");
  }

  private static String outputOf(String script) {
    JsonNode ended = api.awaitEnd(api.trigger(script), Duration.ofSeconds(60));
    assertThat(ended.at("/status").asString()).as("%s", ended).isEqualTo("success");
    return ended.at("/output").asString();
  }

  private static String code(String dependency, String rest) {
    return """
    # /// script
    # dependencies = ["%s"]
    # ///
    import acme
    %s
    """
        .formatted(dependency, rest);
  }

  private static void writeWheel(Path file) throws IOException {
    String info = "acme-1.0.dist-info/";
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      add(zip, "acme.py", "VALUE = 42\n");
      add(zip, info + "METADATA", "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n");
      add(zip, info + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
      add(zip, info + "RECORD", "acme.py,,\n" + info + "RECORD,,\n");
    }
  }

  private static void add(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
