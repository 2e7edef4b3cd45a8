package com.blueplm.runner.api.run;

import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.web.Cursor;
import com.blueplm.runner.api.web.PageLimit;
import com.blueplm.runner.contract.RunStatus;
import com.blueplm.runner.contract.TriggerType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a list shows.
 *
 * @param scriptId of this script; null means of all
 * @param statuses in one of these states; empty means any
 * @param trigger asked for by this; null means by anything
 * @param from accepted at or after; null means ever
 * @param to accepted before; null means until now
 * @param limit how many at most
 * @param after the end of the page before; null means from the newest on
 */
record RunFilter(
    @Nullable UUID scriptId,
    List<RunStatus> statuses,
    @Nullable TriggerType trigger,
    @Nullable Instant from,
    @Nullable Instant to,
    int limit,
    @Nullable Cursor after) {

  /** The filter of a request's parameters. */
  static RunFilter of(
      @Nullable UUID scriptId,
      @Nullable List<String> statuses,
      @Nullable String trigger,
      @Nullable Instant from,
      @Nullable Instant to,
      int limit,
      @Nullable String cursor) {
    List<String> names = statuses == null ? List.of() : statuses;
    return new RunFilter(
        scriptId,
        names.stream()
            .map(name -> parse("status", name, RunStatus::of, RunStatus.values()))
            .toList(),
        trigger == null
            ? null
            : parse("trigger_type", trigger, TriggerType::of, TriggerType.values()),
        from,
        to,
        PageLimit.check(limit),
        Cursor.parse(cursor));
  }

  private static <E extends Enum<E>> E parse(
      String parameter, String name, Function<String, E> parser, E[] all) {
    try {
      E value = parser.apply(name);
      if (value.name().toLowerCase(Locale.ROOT).equals(name)) {
        return value;
      }
    } catch (IllegalArgumentException unknown) {
      throw invalid(parameter, name, all);
    }
    throw invalid(parameter, name, all);
  }

  private static <E extends Enum<E>> ProblemException invalid(
      String parameter, String name, E[] all) {
    String known =
        Arrays.stream(all)
            .map(value -> value.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return ProblemException.invalid(parameter, "'" + name + "' is not one of " + known);
  }
}
