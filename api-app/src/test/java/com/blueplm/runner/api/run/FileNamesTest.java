package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FileNamesTest {

  @Test
  void aFileIsNamedAfterItsScript() {
    assertThat(FileNames.of("Sync suppliers")).isEqualTo("sync_suppliers.py");
    assertThat(FileNames.of("count_parts.py")).isEqualTo("count_parts.py");
    assertThat(FileNames.of("Größe: ändern!")).isEqualTo("gro_e_andern.py");
    assertThat(FileNames.of("../../etc/passwd")).isEqualTo("etc_passwd.py");
    assertThat(FileNames.of("部品")).isEqualTo("script.py");
    assertThat(FileNames.of("x".repeat(100))).hasSize(63);
  }

  @Test
  void whatPostgresCannotHoldIsReplaced() {
    JsonMapper json = JsonMapper.builder().build();
    assertThat(JsonTexts.storable(json, "{\"a\":\"x\\u0000\\u0000y\"}"))
        .contains("{\"a\":\"x\\ufffd\\ufffdy\"}");
    assertThat(JsonTexts.storable(json, "\"\\\\u0000\"")).contains("\"\\\\u0000\"");
    assertThat(JsonTexts.storable(json, "nonsense")).isEmpty();
    assertThat(JsonTexts.storable(json, null)).isEmpty();
  }
}
