package com.blueplm.runner.api.events;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Keeps a stream going on the request's own virtual thread until the run is over, the reader is
 * gone or the server stops.
 */
@Component
class EventPump {
  private static final Logger log = LoggerFactory.getLogger(EventPump.class);

  private final OpenStreams streams;
  private final EventsProperties settings;

  EventPump(OpenStreams streams, EventsProperties settings) {
    this.streams = streams;
    this.settings = settings;
  }

  void run(UUID runId, RunEventStream stream, EventWriter writer) {
    ChangeWaiter waiter = streams.add(runId);
    try {
      boolean over = false;
      boolean failing = false;
      while (!over && streams.isRunning()) {
        try {
          over = stream.advance();
          failing = false;
        } catch (DataAccessException down) {
          if (!failing) {
            log.warn(
                "The events of run {} cannot be read; the stream stays open and tries again",
                runId,
                down);
          }
          failing = true;
        }
        writer.flush(settings.keepAlive());
        if (!over) {
          waiter.await(pause());
        }
      }
    } catch (IOException gone) {
      log.debug("The reader of run {} has gone away at {}", runId, stream.seen(), gone);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      streams.remove(waiter);
    }
  }

  private Duration pause() {
    return settings.poll().compareTo(settings.keepAlive()) < 0
        ? settings.poll()
        : settings.keepAlive();
  }
}
