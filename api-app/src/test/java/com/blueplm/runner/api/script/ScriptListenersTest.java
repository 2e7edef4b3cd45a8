package com.blueplm.runner.api.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

class ScriptListenersTest {
  @RegisterExtension static final ApiServer server = ApiServer.with(Map.of(), Listeners.class);

  @Test
  void listenersSeeEachChangeOnce() {
    RecordingListener recorded = server.bean(RecordingListener.class);
    String path =
        "/api/scripts/"
            + server
                .admin()
                .post("/api/scripts", "{\"name\":\"Heard\",\"code\":\"1\"}")
                .expect(201)
                .text("/id");
    server.admin().patch(path, "{\"catchup_seconds\":60}").expect(200);
    server.admin().patch(path, "{}").expect(200);
    server.admin().delete(path).expect(204);

    assertThat(recorded.events)
        .containsExactly("saved Heard null 3600", "saved Heard 3600 60", "deleted");
  }

  @Test
  void whatAListenerRefusesIsNotSaved() {
    server.admin().post("/api/scripts", "{\"name\":\"refused\",\"code\":\"1\"}").expect(400);
    server.admin().post("/api/scripts", "{\"name\":\"down\",\"code\":\"1\"}").expect(503);

    assertThat(
            server
                .database()
                .sql("SELECT count(*) FROM scripts WHERE name IN ('refused', 'down')")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Configuration
  static class Listeners {
    @Bean
    RecordingListener recordingListener() {
      return new RecordingListener();
    }
  }

  @Order(Ordered.HIGHEST_PRECEDENCE)
  static final class RecordingListener implements ScriptChangeListener {
    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void saved(
        UUID orgId, UUID scriptId, String name, @Nullable ScheduleSpec before, ScheduleSpec after) {
      switch (name) {
        case "refused" -> throw ProblemException.invalid("schedule_cron", "is not a cron");
        case "down" -> throw ProblemException.of(ErrorCode.TEMPORAL_UNAVAILABLE, "Try again.");
        default ->
            events.add(
                "saved %s %s %d"
                    .formatted(
                        name,
                        before == null ? null : before.catchupSeconds(),
                        after.catchupSeconds()));
      }
    }

    @Override
    public void deleted(UUID orgId, UUID scriptId, Actor by) {
      events.add("deleted");
    }
  }
}
