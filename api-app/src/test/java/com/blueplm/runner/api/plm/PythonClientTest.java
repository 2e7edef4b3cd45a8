package com.blueplm.runner.api.plm;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The client that scripts use, against the real API. */
class PythonClientTest {
  private static final Path SDK = Path.of("..", "python-sdk").toAbsolutePath().normalize();
  private static final String SCRIPT =
      """
      from blueplm import client

      parts = client.get_parts()
      print(len(parts), len(client.get_parts(filters={"state": "released"})))
      thruster = client.find_part("BR-00100")
      print(thruster["number"], thruster["name"])
      changed = client.update_part(thruster.id, {"custom_erp_id": "12345", "description": "Thruster"})
      print(changed.custom_properties, client.get_part(thruster.id).title)
      print([supplier.code for supplier in client.get_suppliers({"approved_only": True}, search="acme")])
      for line in client.get_bom(thruster.id, recursive=True).walk():
          if line.component.number == "BR-00114":
              print(line.level, line.total_quantity)
      """;

  @RegisterExtension static final ApiServer server = ApiServer.shared();

  @Test
  void readsWritesAndWalks(@TempDir Path directory) throws IOException, InterruptedException {
    server.bean(PlmSeed.class).seedEmptyOrganizations();
    PlmFixture plm = new PlmFixture(server);
    Path script = Files.writeString(directory.resolve("script.py"), SCRIPT);
    Path output = directory.resolve("output");

    Process python = start(script, output, plm.key(plm.run(server.orgId())));

    assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(output, StandardCharsets.UTF_8).lines())
        .containsExactly(
            "22 16",
            "BR-00100 T200 Thruster.sldasm",
            "{'custom_erp_id': '12345'} Thruster",
            "['ACME']",
            "2 2");
    assertThat(python.exitValue()).isZero();
  }

  private static Process start(Path script, Path output, String key) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("python3", script.toString());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                System.getenv("PATH"),
                "PYTHONPATH",
                SDK.toString(),
                "PYTHONDONTWRITEBYTECODE",
                "1",
                "BLUEPLM_API_URL",
                server.uri() + "/plm",
                "BLUEPLM_API_KEY",
                key));
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    try {
      return builder.start();
    } catch (IOException missing) {
      Assumptions.assumeTrue("true".equals(System.getenv("CI")), "python3 is not on PATH");
      throw missing;
    }
  }
}
