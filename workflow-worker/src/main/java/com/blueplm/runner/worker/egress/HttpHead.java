package com.blueplm.runner.worker.egress;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The first part of an HTTP message.
 *
 * @param start the first line
 * @param fields the header fields in order
 */
record HttpHead(String start, List<Field> fields) {

  /**
   * A header field.
   *
   * @param name as it came
   * @param value without surrounding space
   */
  record Field(String name, String value) {

    boolean is(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  List<String> all(String name) {
    return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
  }

  Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** The members of a list-valued field, lower case. */
  Stream<String> members(String name) {
    return all(name).stream()
        .flatMap(value -> Stream.of(value.split(",")))
        .map(member -> member.strip().toLowerCase(Locale.ROOT))
        .filter(member -> !member.isEmpty());
  }
}
