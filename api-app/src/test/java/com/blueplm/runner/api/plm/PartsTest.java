package com.blueplm.runner.api.plm;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient;
import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PartsTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();
  private final PlmFixture plm = new PlmFixture(server);
  private ApiClient script;
  private UUID vault;

  @BeforeEach
  void prepare() {
    server.clear();
    script = plm.script(server.orgId());
    vault = plm.vault(server.orgId());
  }

  @Test
  void partHasExactlyBluePlmsNineFields() {
    UUID id = plm.part(vault, "BR-1", "released");

    JsonNode answer = script.get("/plm/parts").expect(200).json();

    assertThat(answer.propertyNames()).containsExactlyInAnyOrder("parts", "count");
    assertThat(answer.at("/count").asInt()).isEqualTo(1);
    JsonNode part = answer.at("/parts/0");
    assertThat(part.propertyNames())
        .containsExactly(
            "id",
            "part_number",
            "file_name",
            "file_path",
            "description",
            "revision",
            "version",
            "state",
            "file_type");
    assertThat(part.at("/id").asString()).isEqualTo(id.toString());
    assertThat(part.at("/description").isNull()).isTrue();
    assertThat(part.at("/version").isInt()).isTrue();
  }

  @Test
  void onlyLiveFilesWithAPartNumberAreParts() {
    plm.file(vault, null, "pdf", "not_tracked");
    plm.file(vault, "BR-1", "drawing", "wip");
    UUID deleted = plm.part(vault, "BR-2", "wip");
    server
        .database()
        .sql("UPDATE plm_files SET deleted_at = now() WHERE id = ?")
        .param(deleted)
        .update();

    assertThat(numbers("")).containsExactly("BR-1");
    script.get("/plm/parts/" + deleted).expect(404);
  }

  @Test
  void pagesInTheOrderOfPartNumbers() {
    for (int i = 9; i >= 1; i--) {
      plm.part(vault, "BR-" + i, "wip");
    }
    plm.part(vault, "BR-5", "wip");

    List<String> seen = new ArrayList<>();
    for (int offset = 0; offset < 12; offset += 3) {
      seen.addAll(ids("?limit=3&offset=" + offset));
    }
    assertThat(seen).hasSize(10).doesNotHaveDuplicates();
    assertThat(numbers("?limit=3")).containsExactly("BR-1", "BR-2", "BR-3");
    assertThat(numbers("?limit=0")).isEmpty();
    assertThat(numbers("?limit=99999999999999999999&offset=0")).hasSize(10);
    assertThat(numbers("?offset=99999999999999999999")).isEmpty();
  }

  @Test
  void defaultPageHasAHundredRows() {
    server
        .database()
        .sql(
            """
            INSERT INTO plm_files (org_id, vault_id, file_path, file_name, extension, file_type, part_number)
            SELECT org_id, id, 'p' || n, 'p' || n, '', 'part', 'BR-' || n
              FROM plm_vaults, generate_series(1, 1200) n WHERE id = ?
            """)
        .param(vault)
        .update();

    assertThat(script.get("/plm/parts").json().at("/count").asInt()).isEqualTo(100);
    assertThat(script.get("/plm/parts?limit=5000").json().at("/count").asInt()).isEqualTo(1000);
  }

  @ParameterizedTest
  @CsvSource({
    "?state=released, 2",
    "?state=wip, 1",
    "?state=obsolete, 0",
    "?released_only=true, 2",
    "?released_only=True, 2",
    "?released_only=1, 2",
    "?released_only=false, 3",
    "?released_only=False, 3",
    "?released_only=0, 3",
    "?search=br-1, 2",
    "?search=1_0, 1",
    "?search=B%25-2, 1",
    "?search=%5C, 0",
    "?search=, 3",
    "?vault_id=7b0d1c9e-0000-4000-8000-000000000000, 0",
    "?nonsense=1&updated_since=x, 3",
  })
  void filters(String query, int count) {
    plm.part(vault, "BR-100", "released");
    plm.part(vault, "BR-111", "released");
    plm.part(vault, "BR-200", "wip");

    assertThat(ids(query)).hasSize(count);
    assertThat(ids("?vault_id=" + vault)).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=x | /limit | type | {\"type\":\"integer\"} | must be integer",
        "limit=1.5 | /limit | type | {\"type\":\"integer\"} | must be integer",
        "limit= | /limit | type | {\"type\":\"integer\"} | must be integer",
        "limit=-1 | /limit | minimum | {\"comparison\":\">=\",\"limit\":0} | must be >= 0",
        "offset=-5 | /offset | minimum | {\"comparison\":\">=\",\"limit\":0} | must be >= 0",
        "released_only=yes | /released_only | type | {\"type\":\"boolean\"} | must be boolean",
        "released_only=tRUE | /released_only | type | {\"type\":\"boolean\"} | must be boolean",
        "vault_id=1-1-1-1-1 | /vault_id | format | {\"format\":\"uuid\"} | must match format \"uuid\"",
        "state=Released | /state | enum |"
            + " {\"allowedValues\":[\"not_tracked\",\"wip\",\"in_review\",\"released\",\"obsolete\"]} |"
            + " must be equal to one of the allowed values",
      })
  void wrongParameterIsNamed(
      String query, String path, String keyword, String params, String message) {
    JsonNode answer = script.get("/plm/parts?" + query).expect(400).json();

    assertThat(answer.at("/error").asString()).isEqualTo("VALIDATION_ERROR");
    assertThat(answer.at("/message").asString()).isEqualTo("Validation failed");
    JsonNode detail = answer.at("/details/0");
    assertThat(detail.propertyNames())
        .containsExactly("instancePath", "schemaPath", "keyword", "params", "message");
    assertThat(detail.at("/instancePath").asString()).isEqualTo(path);
    assertThat(detail.at("/schemaPath").asString())
        .isEqualTo("#/properties" + path + "/" + keyword);
    assertThat(detail.at("/keyword").asString()).isEqualTo(keyword);
    assertThat(new tools.jackson.databind.json.JsonMapper().readTree(params))
        .isEqualTo(detail.at("/params"));
    assertThat(detail.at("/message").asString()).isEqualTo(message);
  }

  @Test
  void nulInTheSearchIsRefused() {
    assertThat(script.get("/plm/parts?search=%00").expect(400).text("/details/0/instancePath"))
        .isEqualTo("/search");
  }

  @Test
  void onePartShowsMore() {
    UUID id = plm.part(vault, "BR-1", "released");

    JsonNode part = script.get("/plm/parts/" + id).expect(200).json().at("/part");

    assertThat(part.propertyNames())
        .contains("id", "part_number", "file_type", "vault_id", "custom_properties", "updated_at");
    assertThat(part.at("/updated_at").asString()).endsWith("Z");
    assertThat(part.at("/custom_properties").isObject()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/plm/parts/not-a-uuid",
        "/plm/parts/7b0d1c9e-0000-4000-8000-000000000000",
      })
  void missingAndMalformedIdsAreTheSame(String path) {
    Answer missing = script.get(path).expect(404);

    assertThat(missing.json().toString())
        .isEqualTo("{\"error\":\"NOT_FOUND\",\"message\":\"Part not found\"}");
  }

  @Test
  void secondOrganisationSeesNothing() {
    UUID id = plm.part(vault, "BR-1", "released");
    UUID supplier = plm.supplier(server.orgId(), "S", "S", true, true);
    ApiClient other = plm.script(server.otherOrgId());

    assertThat(other.get("/plm/parts").expect(200).json().at("/parts")).isEmpty();
    assertThat(other.get("/plm/parts?vault_id=" + vault).json().at("/parts")).isEmpty();
    assertThat(other.get("/plm/suppliers").expect(200).json().at("/suppliers")).isEmpty();
    other.get("/plm/parts/" + id).expect(404);
    other.get("/plm/bom/" + id).expect(404);
    other.get("/plm/suppliers/" + supplier).expect(404);
    other.patch("/plm/parts/" + id, java.util.Map.of("revision", "Z")).expect(404);
    assertThat(script.get("/plm/parts/" + id).text("/part/revision")).isEqualTo("A");
  }

  private List<String> numbers(String query) {
    return each(query, "part_number");
  }

  private List<String> ids(String query) {
    return each(query, "id");
  }

  private List<String> each(String query, String field) {
    JsonNode answer = script.get("/plm/parts" + query).expect(200).json();
    assertThat(answer.at("/count").asInt()).isEqualTo(answer.at("/parts").size());
    return answer.at("/parts").valueStream().map(part -> part.get(field).asString()).toList();
  }
}
