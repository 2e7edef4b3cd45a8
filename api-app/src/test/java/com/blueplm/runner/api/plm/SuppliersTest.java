package com.blueplm.runner.api.plm;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SuppliersTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();
  private final PlmFixture plm = new PlmFixture(server);
  private ApiClient script;
  private UUID acme;

  @BeforeEach
  void prepare() {
    server.clear();
    script = plm.script(server.orgId());
    plm.supplier(server.orgId(), "Zeta (Ltd.)", "ZETA", false, true);
    acme = plm.supplier(server.orgId(), "Acme", "AC-1", true, true);
    plm.supplier(server.orgId(), "Beta", "BE", true, false);
  }

  @Test
  void supplierHasExactlyBluePlmsTwentyFields() {
    JsonNode answer = script.get("/plm/suppliers").expect(200).json();

    assertThat(answer.propertyNames()).containsExactlyInAnyOrder("suppliers", "count");
    assertThat(answer.at("/count").asInt()).isEqualTo(3);
    JsonNode supplier = answer.at("/suppliers/0");
    assertThat(supplier.propertyNames())
        .containsExactly(
            "id",
            "name",
            "code",
            "contact_name",
            "contact_email",
            "contact_phone",
            "website",
            "address_line1",
            "city",
            "state",
            "postal_code",
            "country",
            "payment_terms",
            "default_lead_time_days",
            "min_order_value",
            "currency",
            "is_active",
            "is_approved",
            "notes",
            "erp_id");
    assertThat(supplier.at("/country").asString("none")).isEmpty();
    assertThat(supplier.at("/currency").asString("none")).isEmpty();
    assertThat(supplier.at("/website").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'', Acme Beta Zeta",
    "?active_only=true, Acme Beta",
    "?approved_only=True, Acme Zeta",
    "?active_only=1&approved_only=1, Acme",
    "?search=acm, Acme",
    "?search=ac-1, Acme",
    "?search=%25, Acme Beta Zeta",
    "?search=b_e, Beta",
    "?search=(zeta), Zeta",
    "?search=nobody, ''",
    "?limit=1&offset=1, Beta",
    "?limit=9999999999&offset=3, ''",
  })
  void filters(String query, String names) {
    List<String> found =
        script
            .get("/plm/suppliers" + query)
            .expect(200)
            .json()
            .at("/suppliers")
            .valueStream()
            .map(supplier -> supplier.get("name").asString().split(" ")[0])
            .toList();

    assertThat(String.join(" ", found)).isEqualTo(names);
  }

  @Test
  void oneSupplierShowsAllColumns() {
    JsonNode supplier = script.get("/plm/suppliers/" + acme).expect(200).json().at("/supplier");

    assertThat(supplier.propertyNames())
        .contains("address_line2", "shipping_account", "created_at", "updated_at")
        .doesNotContain("org_id");
    assertThat(supplier.at("/name").asString()).isEqualTo("Acme");
    assertThat(supplier.at("/is_active").isBoolean()).isTrue();
  }

  @Test
  void missingMalformedAndWrong() {
    script.get("/plm/suppliers/" + UUID.randomUUID()).expect(404);
    assertThat(script.get("/plm/suppliers/x").expect(404).text("/message"))
        .isEqualTo("Supplier not found");
    assertThat(script.get("/plm/suppliers?active_only=x&limit=y").expect(400).json().at("/details"))
        .hasSize(2);
  }
}
