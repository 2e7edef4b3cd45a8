package com.blueplm.runner.api.schedule;

import java.util.List;
import java.util.SortedSet;
import java.util.function.IntFunction;

/** Lists of numbers and of words, for people. */
final class NumberWords {
  /** A longer even row is shortened: "1, 3, 5, … 31". */
  private static final int SPELLED_OUT = 6;

  private NumberWords() {}

  /** "9", "9 and 17", "9 to 17", "0, 7, 14, … 56". */
  static String list(SortedSet<Integer> numbers, IntFunction<String> word) {
    List<String> words = numbers.stream().map(word::apply).toList();
    int step = step(numbers);
    if (step == 1 && words.size() > 2) {
      return words.getFirst() + " to " + words.getLast();
    }
    if (step > 1 && words.size() > SPELLED_OUT) {
      return String.join(", ", words.subList(0, 3)) + ", … " + words.getLast();
    }
    return and(words);
  }

  /** "Monday", "Monday and Friday", "Monday, Tuesday and Friday". */
  static String and(List<String> words) {
    return words.size() < 2
        ? String.join("", words)
        : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }

  /** The distance between neighbours where it is the same for all of at least two; else 0. */
  static int step(SortedSet<Integer> numbers) {
    List<Integer> row = List.copyOf(numbers);
    int step = row.size() < 2 ? 0 : row.get(1) - row.get(0);
    for (int i = 2; i < row.size(); i++) {
      if (row.get(i) - row.get(i - 1) != step) {
        return 0;
      }
    }
    return step;
  }
}
