package com.blueplm.runner.api.outage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The outages of the last 90 days, by time. */
@Component
public class Outages {
  private final OutagesRepository repository;

  Outages(OutagesRepository repository) {
    this.repository = repository;
  }

  /** The outages that overlap a range, earliest first; empty when every part was there. */
  public List<Outage> between(Instant from, Instant to) {
    return repository.between(from, to);
  }

  /**
   * The same in words: "Temporal was away from 10:02:11 to 10:05:40 UTC"; null when every part was
   * there.
   */
  public @Nullable String sentence(Instant from, Instant to) {
    return OutageWords.of(between(from, to), from);
  }
}
