package com.blueplm.runner.worker.run;

import io.temporal.activity.ActivityInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a workflow asked of its activities, in order, with the virtual time of each request. */
final class Journal {

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  void add(String what, ActivityInfo info) {
    entries.add(new Entry(what, Instant.ofEpochMilli(info.getScheduledTimestamp())));
  }

  List<String> requests() {
    return entries.stream().map(Entry::what).toList();
  }

  /** The virtual time between the requests {@code from} and {@code to}, counted from 0. */
  Duration between(int from, int to) {
    return Duration.between(entries.get(from).at(), entries.get(to).at());
  }

  Instant at(int index) {
    return entries.get(index).at();
  }

  private record Entry(String what, Instant at) {}
}
