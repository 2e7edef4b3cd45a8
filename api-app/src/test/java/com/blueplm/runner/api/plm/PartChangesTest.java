package com.blueplm.runner.api.plm;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient;
import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PartChangesTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();
  private final PlmFixture plm = new PlmFixture(server);
  private ApiClient script;
  private UUID part;

  @BeforeEach
  void prepare() {
    server.clear();
    script = plm.script(server.orgId());
    part = plm.part(plm.vault(server.orgId()), "BR-1", "released");
  }

  @Test
  void changesColumnsAndAnswersThePart() {
    JsonNode answer =
        patch("{\"part_number\":\"BR-2\",\"description\":\"Bracket\",\"revision\":\"B\"}")
            .expect(200)
            .json();

    assertThat(answer.at("/success").asBoolean()).isTrue();
    assertThat(answer.at("/part/part_number").asString()).isEqualTo("BR-2");
    assertThat(answer.at("/part/description").asString()).isEqualTo("Bracket");
    assertThat(answer.at("/part/revision").asString()).isEqualTo("B");
    assertThat(patch("{\"description\":null}").expect(200).json().at("/part/description").isNull())
        .isTrue();
    assertThat(read().at("/part_number").asString()).isEqualTo("BR-2");
  }

  @Test
  void otherKeysAreCustomPropertiesThatMerge() {
    patch(
            "{\"custom_erp_id\":\"12345\",\"custom_properties\":{\"weight\":1.5,\"nested\":{\"a\":null}}}")
        .expect(200);
    patch("{\"custom_properties\":{\"weight\":2},\"colour\":\"blue\"}").expect(200);
    assertThat(custom())
        .isEqualTo(
            "{\"colour\":\"blue\",\"nested\":{\"a\":null},\"weight\":2,\"custom_erp_id\":\"12345\"}");

    patch("{\"custom_erp_id\":null,\"custom_properties\":{\"nested\":null,\"absent\":null}}")
        .expect(200);
    assertThat(custom()).isEqualTo("{\"colour\":\"blue\",\"weight\":2}");
  }

  @Test
  void readOnlyFieldsMayBeRepeatedAndAreIgnored() {
    String id = UUID.randomUUID().toString();

    patch(
            "{\"id\":\""
                + id
                + "\",\"file_name\":\"x\",\"file_path\":\"x\",\"file_type\":\"x\",\"version\":9,"
                + "\"vault_id\":\"x\",\"created_at\":\"x\",\"updated_at\":\"x\"}")
        .expect(200);

    assertThat(read().at("/version").asInt()).isEqualTo(1);
    assertThat(custom()).isEqualTo("{}");
  }

  @Test
  void stateIsRefused() {
    Answer refused = patch("{\"state\":\"obsolete\",\"revision\":\"B\"}").expect(400);

    assertThat(refused.text("/error")).isEqualTo("BAD_REQUEST");
    assertThat(refused.text("/message")).contains("state");
    assertThat(read().at("/revision").asString()).isEqualTo("A");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"part_number\":1} | /part_number | type",
        "{\"part_number\":null} | /part_number | type",
        "{\"part_number\":\" \"} | /part_number | minLength",
        "{\"revision\":null} | /revision | type",
        "{\"description\":{}} | /description | type",
        "{\"custom_properties\":[]} | /custom_properties | type",
        "{\"custom_properties\":null} | /custom_properties | type",
        "{\"description\":\"a\\u0000b\"} | /description | format",
        "{\"custom_properties\":{\"deep\":{\"x\":\"\\u0000\"}}} | /custom_properties.deep.x | format",
      })
  void wrongFieldIsNamedAndNothingIsStored(String body, String path, String keyword) {
    Answer refused = patch(body).expect(400);

    assertThat(refused.text("/error")).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.text("/details/0/instancePath")).isEqualTo(path);
    assertThat(refused.text("/details/0/keyword")).isEqualTo(keyword);
    assertThat(custom()).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"x\"", "null", "", "{", "{\"a\":1,\"a\":2}", "{} {}"})
  void bodyMustBeAnObject(String body) {
    Answer refused = patch(body).expect(400);

    assertThat(refused.text("/error")).isEqualTo("BAD_REQUEST");
  }

  @Test
  void tooLongTextIsNamed() {
    Answer refused = patch("{\"description\":\"" + "x".repeat(10_001) + "\"}").expect(400);

    assertThat(refused.text("/details/0/instancePath")).isEqualTo("/description");
    assertThat(refused.text("/details/0/keyword")).isEqualTo("maxLength");
  }

  @Test
  void otherContentTypeKeepsItsStatusInTheEnvelope() {
    Answer refused =
        script.header("Content-Type", "text/plain").patch("/plm/parts/" + part, "x").expect(415);

    assertThat(refused.text("/error")).isEqualTo("BAD_REQUEST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "7b0d1c9e-0000-4000-8000-000000000000"})
  void missingPart(String id) {
    assertThat(
            script.patch("/plm/parts/" + id, "{\"revision\":\"B\"}").expect(404).text("/message"))
        .isEqualTo("Part not found");
  }

  private Answer patch(String body) {
    return script.patch("/plm/parts/" + part, body);
  }

  private JsonNode read() {
    return script.get("/plm/parts/" + part).expect(200).json().at("/part");
  }

  private String custom() {
    return read().at("/custom_properties").toString();
  }
}
