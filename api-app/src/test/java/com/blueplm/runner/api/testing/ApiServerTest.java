package com.blueplm.runner.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

class ApiServerTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  @Test
  void applicationRoleMayNotChangeTheSchema() {
    JdbcClient application = server.bean(JdbcClient.class);

    assertThatThrownBy(() -> application.sql("CREATE TABLE t (id int)").update())
        .rootCause()
        .hasMessageContaining("permission denied");
    assertThatThrownBy(() -> application.sql("DROP TABLE scripts").update())
        .rootCause()
        .hasMessageContaining("must be owner");
  }

  @Test
  void sessionZoneDiffersFromTheZoneOfTheJvm() {
    String zone = server.bean(JdbcClient.class).sql("SHOW timezone").query(String.class).single();

    assertThat(zone).isNotEqualTo(ZoneId.systemDefault().getId());
  }
}
