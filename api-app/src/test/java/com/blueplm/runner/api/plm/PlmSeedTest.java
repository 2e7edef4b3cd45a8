package com.blueplm.runner.api.plm;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PlmSeedTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  @Test
  void emptyOrganisationGetsTheSampleOnce() {
    PlmSeed seed = server.bean(PlmSeed.class);

    seed.seedEmptyOrganizations();
    Map<String, Object> first = counts();
    seed.seedEmptyOrganizations();

    assertThat(counts()).isEqualTo(first);
    assertThat(first)
        .containsEntry("vaults", 1L)
        .containsEntry("parts", 22L)
        .containsEntry("suppliers", 8L)
        .containsEntry("components", 17L)
        .containsEntry("prices", 6L);
  }

  private static Map<String, Object> counts() {
    return server
        .database()
        .sql(
            """
            SELECT (SELECT count(*) FROM plm_vaults WHERE org_id = :org) AS vaults,
                   (SELECT count(*) FROM plm_files WHERE org_id = :org AND part_number IS NOT NULL) AS parts,
                   (SELECT count(*) FROM plm_suppliers WHERE org_id = :org) AS suppliers,
                   (SELECT count(*) FROM plm_file_references WHERE org_id = :org) AS components,
                   (SELECT count(*) FROM plm_part_suppliers WHERE org_id = :org) AS prices
            """)
        .param("org", server.orgId())
        .query()
        .singleRow();
  }
}
