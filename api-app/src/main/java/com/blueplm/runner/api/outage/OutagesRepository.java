package com.blueplm.runner.api.outage;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** When each part was last there, and when it was away; all by Postgres's clock. */
@Repository
class OutagesRepository {
  private final JdbcClient jdbc;

  OutagesRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Notes which parts are there now, in one statement: opens an outage of a part that was not seen
   * for longer than its patience, with the moment when it was last seen, and closes it when it is
   * back.
   *
   * <p>Silence of ours is an outage of ours, and tells nothing about the others: they are judged
   * afresh from then on. Replicas share the pulses, so a part is away only when none of them sees
   * it. They take turns by the lock on the pulses, which must come before the first write: a row
   * that this statement itself has changed would not be locked but left out.
   */
  void note(boolean temporalAnswers, Patience patience) {
    jdbc.sql(
            """
            WITH before AS MATERIALIZED (
                SELECT part, seen_at FROM service_pulses ORDER BY part FOR NO KEY UPDATE),
            seen AS (
                SELECT 'script_runner' AS part, now() AS at
                 UNION ALL
                SELECT 'temporal', now() WHERE :temporal_answers
                 UNION ALL
                SELECT 'workers', max(last_seen_at)
                  FROM workers
                HAVING max(last_seen_at) > now() - make_interval(secs => :workers)),
            silence AS (
                SELECT part, seen_at FROM before
                 WHERE part = 'script_runner'
                   AND seen_at < now() - make_interval(secs => :runner)),
            ours AS (
                INSERT INTO service_outages (part, began_at, ended_at)
                SELECT part, seen_at, now() FROM silence),
            ended AS (
                UPDATE service_outages o SET ended_at = greatest(o.began_at, s.at)
                  FROM seen s
                 WHERE o.part = s.part AND o.ended_at IS NULL),
            began AS (
                INSERT INTO service_outages (part, began_at)
                SELECT b.part, b.seen_at
                  FROM before b
                  JOIN (VALUES ('temporal', :temporal), ('workers', :workers))
                    AS patience (part, seconds) ON patience.part = b.part
                 WHERE b.seen_at < now() - make_interval(secs => patience.seconds)
                   AND b.part NOT IN (SELECT part FROM seen)
                   AND NOT EXISTS (SELECT FROM silence)
                ON CONFLICT (part) WHERE ended_at IS NULL DO NOTHING)
            INSERT INTO service_pulses (part, seen_at)
            SELECT part, at FROM seen, (SELECT count(*) FROM before) AS locked_first
             UNION ALL
            SELECT part, now() FROM before
             WHERE part NOT IN (SELECT part FROM seen) AND EXISTS (SELECT FROM silence)
            ON CONFLICT (part) DO UPDATE
               SET seen_at = greatest(service_pulses.seen_at, EXCLUDED.seen_at)
            """)
        .param("temporal_answers", temporalAnswers)
        .param("runner", patience.scriptRunner().toSeconds())
        .param("temporal", patience.temporal().toSeconds())
        .param("workers", patience.workers().toSeconds())
        .update();
  }

  /** Removes outages that ended longer ago. */
  void forget(Duration age) {
    jdbc.sql("DELETE FROM service_outages WHERE ended_at < now() - make_interval(secs => :age)")
        .param("age", age.toSeconds())
        .update();
  }
}
