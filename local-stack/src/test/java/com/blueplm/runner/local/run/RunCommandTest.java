package com.blueplm.runner.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.blueplm.runner.local.console.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCommandTest {
  @ParameterizedTest
  @CsvSource({
    "success,0,0",
    "error,3,3",
    "error,0,1",
    "timeout,1,124",
    "cancelled,1,130",
    "lost,1,1",
    "skipped,1,1"
  })
  void theExitCodeTellsTheOutcome(String status, int scripts, int expected) {
    assertThat(RunCommand.exitCode(status, scripts)).isEqualTo(expected);
  }

  @Test
  void aFileBecomesAScriptOfItsName(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("count_parts.py"), "print(1)\n");

    assertThat(ScriptFile.read(file)).isEqualTo(new ScriptFile("count_parts", "print(1)\n"));
  }

  @Test
  void whatIsNoScriptFileIsRefused(@TempDir Path directory) throws IOException {
    Path binary = Files.write(directory.resolve("b.py"), new byte[] {(byte) 0xff});

    for (Path wrong :
        new Path[] {
          binary, directory.resolve("none.py"), directory.resolve("a.sh"), Path.of(".py")
        }) {
      assertThatExceptionOfType(LauncherException.class).isThrownBy(() -> ScriptFile.read(wrong));
    }
  }
}
