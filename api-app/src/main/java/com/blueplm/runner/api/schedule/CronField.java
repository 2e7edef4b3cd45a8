package com.blueplm.runner.api.schedule;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that one field of a cron expression stands for: lists, ranges, steps and English
 * names, read as Temporal reads them. For words, warnings and messages only: what is due is
 * Temporal's to say.
 *
 * @param kind which field
 * @param values the numbers, smallest first
 */
record CronField(Kind kind, SortedSet<Integer> values) {

  CronField {
    values = Collections.unmodifiableSortedSet(new TreeSet<>(values));
  }

  /**
   * Reads a field.
   *
   * @throws IllegalArgumentException with a message for people
   */
  static CronField parse(Kind kind, String text) {
    SortedSet<Integer> values = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      kind.add(values, part);
    }
    if (kind == Kind.WEEKDAY && values.remove(7)) {
      values.add(0);
    }
    return new CronField(kind, values);
  }

  /** Whether every number of the field's range is meant. */
  boolean isAll() {
    return values.size() == kind.last - kind.first + (kind == Kind.WEEKDAY ? 0 : 1);
  }

  /** Which field. */
  enum Kind {
    MINUTE("minute", 0, 59, List.of()),
    HOUR("hour", 0, 23, List.of()),
    DAY("day of the month", 1, 31, List.of()),
    MONTH("month", 1, 12, CronNames.MONTHS),
    /** Sunday is 0 and 7. */
    WEEKDAY("weekday", 0, 7, CronNames.WEEKDAYS);

    final String words;
    final int first;
    final int last;
    private final List<String> names;

    Kind(String words, int first, int last, List<String> names) {
      this.words = words;
      this.first = first;
      this.last = last;
      this.names = names;
    }

    private void add(SortedSet<Integer> values, String part) {
      String[] range = part.split("/", -1);
      if (range.length > 2) {
        throw new IllegalArgumentException(in(part) + " has more than one \"/\"");
      }
      int step = range.length == 1 ? 1 : step(part, range[1]);
      int start = first;
      int end = last;
      if (!range[0].equals("*")) {
        String[] ends = range[0].split("-", -1);
        if (ends.length > 2) {
          throw new IllegalArgumentException(in(part) + " has more than one \"-\"");
        }
        start = number(part, ends[0]);
        end = ends.length == 2 ? number(part, ends[1]) : range.length == 2 ? last : start;
      }
      if (end < start) {
        throw new IllegalArgumentException(
            in(part) + " ends before it starts; write it as two ranges, such as a-b,c-d");
      }
      for (int value = start; value <= end; value += step) {
        values.add(value);
      }
    }

    private int step(String part, String text) {
      Integer step = digits(text);
      if (step == null || step < 1) {
        throw new IllegalArgumentException(
            in(part) + " needs a whole number from 1 up after \"/\"");
      }
      return step;
    }

    private int number(String part, String text) {
      Integer value = named(text);
      if (value == null) {
        value = digits(text);
      }
      if (value == null || value < first || value > last) {
        throw new IllegalArgumentException(
            in(part)
                + " is not "
                + (names.isEmpty() ? "a number" : "a name or a number")
                + " from "
                + first
                + " to "
                + last);
      }
      return value;
    }

    private @Nullable Integer named(String text) {
      String lower = text.toLowerCase(Locale.ROOT);
      for (int i = 0; i < names.size() && lower.length() >= 3; i++) {
        if (names.get(i).toLowerCase(Locale.ROOT).startsWith(lower)) {
          return this == MONTH ? i + 1 : i;
        }
      }
      return null;
    }

    private static @Nullable Integer digits(String text) {
      return text.matches("[0-9]{1,4}") ? Integer.valueOf(text) : null;
    }

    private String in(String part) {
      return words + " \"" + part + "\"";
    }
  }
}
