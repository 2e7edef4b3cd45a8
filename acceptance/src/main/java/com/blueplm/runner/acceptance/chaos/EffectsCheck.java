package com.blueplm.runner.acceptance.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** No script did anything beyond the attempts that are recorded, each started once. */
final class EffectsCheck implements Check {
  private static final String NAME = "effects <= attempts";

  @Override
  public List<Violation> find(Evidence evidence) {
    List<Violation> found = new ArrayList<>();
    Map<String, List<Effect>> starts =
        evidence.effects().stream()
            .filter(effect -> effect.kind().equals("start"))
            .collect(Collectors.groupingBy(Effect::runKey));
    Set<String> keyed = new HashSet<>();
    starts.forEach((key, ofKey) -> judge(evidence, key, ofKey, keyed, found));
    return found;
  }

  private static void judge(
      Evidence evidence,
      String key,
      List<Effect> starts,
      Set<String> keyed,
      List<Violation> found) {
    Set<String> ids = starts.stream().map(Effect::runId).collect(Collectors.toSet());
    if (ids.size() > 1) {
      found.add(new Violation(NAME, "", "key " + key + " was used by several runs: " + ids));
    }
    for (String id : ids) {
      if (!keyed.add(id)) {
        found.add(new Violation(NAME, id, "used several keys"));
      }
      Optional<Run> run = evidence.run(id);
      if (run.isEmpty()) {
        found.add(new Violation(NAME, id, "was started and has no row"));
        continue;
      }
      judge(run.get(), starts.stream().filter(start -> start.runId().equals(id)).toList(), found);
    }
  }

  private static void judge(Run run, List<Effect> starts, List<Violation> found) {
    Set<Integer> recorded =
        run.attempts().stream().map(Run.Attempt::number).collect(Collectors.toSet());
    starts.stream()
        .collect(
            Collectors.groupingBy(
                Effect::attempt, Collectors.mapping(Effect::process, Collectors.toSet())))
        .forEach(
            (attempt, processes) -> {
              if (!recorded.contains(attempt)) {
                found.add(
                    new Violation(
                        NAME, run.id(), "started attempt " + attempt + ", which is not recorded"));
              }
              if (processes.size() > 1) {
                found.add(
                    new Violation(
                        NAME,
                        run.id(),
                        "started attempt " + attempt + " " + processes.size() + " times"));
              }
            });
  }
}
