package com.blueplm.runner.api.plm;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class BomTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();
  private final PlmFixture plm = new PlmFixture(server);
  private ApiClient script;
  private UUID top;
  private UUID middle;

  @BeforeEach
  void prepare() {
    server.clear();
    script = plm.script(server.orgId());
    UUID vault = plm.vault(server.orgId());
    top = plm.file(vault, "A-1", "assembly", "released");
    middle = plm.file(vault, "B-1", "assembly", "wip");
    UUID screw = plm.part(vault, "C-1", "released");
    plm.component(top, screw, 8);
    plm.component(top, middle, 1);
    plm.component(middle, screw, 4);
    plm.component(middle, top, 1);
  }

  @Test
  void singleLevelInBluePlmsShape() {
    JsonNode bom = bom("");

    assertThat(bom.propertyNames())
        .containsExactlyInAnyOrder("assembly", "components", "total_components");
    assertThat(bom.at("/assembly").propertyNames())
        .containsExactlyInAnyOrder("id", "part_number", "file_name", "revision", "state");
    assertThat(bom.at("/total_components").asInt()).isEqualTo(2);
    assertThat(lines(bom)).containsExactly("1 B-1 x1", "1 C-1 x8");
    assertThat(bom.at("/components/0").propertyNames())
        .contains(
            "id",
            "part_number",
            "file_name",
            "file_path",
            "file_type",
            "revision",
            "state",
            "quantity");
    assertThat(bom.at("/components/0/file_type").asString()).isEqualTo("assembly");
  }

  @Test
  void recursiveFollowsTheStructureAndACycleOnce() {
    JsonNode bom = bom("?recursive=true");

    assertThat(lines(bom)).containsExactly("1 B-1 x1", "2 C-1 x4", "1 C-1 x8");
    assertThat(bom.at("/components/1/parent_id").asString()).isEqualTo(middle.toString());
  }

  @Test
  void whatIsLeftOutHidesWhatIsBelowIt() {
    assertThat(lines(bom("?recursive=true&released_only=true"))).containsExactly("1 C-1 x8");

    server
        .database()
        .sql("UPDATE plm_files SET deleted_at = now() WHERE id = ?")
        .param(middle)
        .update();
    assertThat(lines(bom("?recursive=True"))).containsExactly("1 C-1 x8");
  }

  @Test
  void missingMalformedAndWrong() {
    assertThat(script.get("/plm/bom/x").expect(404).text("/message"))
        .isEqualTo("Assembly not found");
    script.get("/plm/bom/" + UUID.randomUUID()).expect(404);
    assertThat(
            script.get("/plm/bom/" + top + "?recursive=2").expect(400).text("/details/0/message"))
        .isEqualTo("must be boolean");
  }

  private JsonNode bom(String query) {
    return script.get("/plm/bom/" + top + query).expect(200).json();
  }

  private static List<String> lines(JsonNode bom) {
    return bom.at("/components")
        .valueStream()
        .map(
            line ->
                line.get("level").asInt()
                    + " "
                    + line.get("part_number").asString()
                    + " x"
                    + line.get("quantity").asInt())
        .toList();
  }
}
