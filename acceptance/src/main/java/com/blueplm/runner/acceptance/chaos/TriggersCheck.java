package com.blueplm.runner.acceptance.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Triggers accepted = rows: each key has exactly one run, and no run came from nowhere. */
final class TriggersCheck implements Check {
  private static final String NAME = "triggers = rows";

  @Override
  public List<Violation> find(Evidence evidence) {
    List<Violation> found = new ArrayList<>();
    Set<String> rows =
        evidence.runs().stream()
            .filter(run -> run.trigger().equals("manual"))
            .map(Run::id)
            .collect(Collectors.toSet());
    Set<String> accepted = new HashSet<>();
    for (Sent sent : evidence.sent()) {
      String key = "key trigger-" + sent.number() + " (" + sent.kind().wire() + ")";
      if (sent.runIds().size() > 1) {
        found.add(new Violation(NAME, "", key + " made several runs: " + sent.runIds()));
      }
      for (String run : sent.runIds()) {
        if (!rows.contains(run)) {
          found.add(new Violation(NAME, run, "was accepted for " + key + " and has no row"));
        }
        if (!accepted.add(run)) {
          found.add(new Violation(NAME, run, "was answered for " + key + " and for another one"));
        }
      }
      if (sent.refused() && !sent.kind().isOneByOne()) {
        found.add(
            new Violation(NAME, "", key + " was refused, although nothing can be in its way"));
      }
      if (sent.unanswered()) {
        found.add(new Violation(NAME, "", key + " had no answer for three minutes"));
      }
    }
    boolean allAnswered = evidence.sent().stream().noneMatch(Sent::unanswered);
    rows.stream()
        .filter(run -> allAnswered && !accepted.contains(run))
        .forEach(run -> found.add(new Violation(NAME, run, "has a row and was never accepted")));
    return found;
  }
}
