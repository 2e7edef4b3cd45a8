package com.blueplm.runner.api.script;

import com.blueplm.runner.api.problem.ProblemException.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the fields of a JSON object strictly and collects what is wrong with all of them. A field
 * that is absent has its default; null is only a value where a field may be null.
 */
final class FieldReader {
  private final ObjectNode object;
  private final String prefix;
  private final List<FieldError> errors;

  private FieldReader(ObjectNode object, String prefix, List<FieldError> errors) {
    this.object = object;
    this.prefix = prefix;
    this.errors = errors;
  }

  static FieldReader of(ObjectNode object) {
    return new FieldReader(object, "", new ArrayList<>());
  }

  List<FieldError> errors() {
    return errors;
  }

  /** Whether the field is given, be it null. */
  boolean has(String name) {
    return object.has(name);
  }

  /** Notes something wrong with a field. */
  void refuse(String name, String message) {
    errors.add(new FieldError(prefix + name, message));
  }

  /** Notes every field that is not one of these. */
  void refuseUnknown(Set<String> known) {
    for (String name : object.propertyNames()) {
      if (!known.contains(name)) {
        String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
        refuse(shown, "is not a known field; remove it");
      }
    }
  }

  /** The fields of a nested object; empty when it is absent or wrong. */
  FieldReader nested(String name, Set<String> known) {
    JsonNode node = object.get(name);
    if (node != null && !node.isObject()) {
      refuse(name, "must be an object");
    }
    ObjectNode fields =
        node instanceof ObjectNode found ? found : JsonNodeFactory.instance.objectNode();
    FieldReader reader = new FieldReader(fields, prefix + name + ".", errors);
    reader.refuseUnknown(known);
    return reader;
  }

  /** A text or null; length in characters. */
  @Nullable String textOrNull(String name, int max) {
    JsonNode node = object.get(name);
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isString()) {
      refuse(name, "must be a text or null");
      return null;
    }
    String text = node.stringValue();
    int length = text.codePointCount(0, text.length());
    if (length > max) {
      refuse(name, "must have at most %d characters, not %d".formatted(max, length));
    }
    return text;
  }

  /** A text; null, with a complaint, when it is absent or no text. */
  @Nullable String requiredText(String name) {
    JsonNode node = object.get(name);
    if (node == null) {
      refuse(name, "is required");
      return null;
    }
    if (!node.isString()) {
      refuse(name, "must be a text");
      return null;
    }
    return node.stringValue();
  }

  /** One of a few texts. */
  <T> T choice(String name, T absent, Map<String, T> choices) {
    JsonNode node = object.get(name);
    if (node == null) {
      return absent;
    }
    T chosen = node.isString() ? choices.get(node.stringValue()) : null;
    if (chosen == null) {
      refuse(name, "must be one of " + String.join(", ", choices.keySet()));
      return absent;
    }
    return chosen;
  }

  boolean flag(String name, boolean absent) {
    JsonNode node = object.get(name);
    if (node == null) {
      return absent;
    }
    if (!node.isBoolean()) {
      refuse(name, "must be true or false");
      return absent;
    }
    return node.booleanValue();
  }

  int integer(String name, int absent, int min, int max) {
    JsonNode node = object.get(name);
    return node == null ? absent : range(name, node, absent, min, max);
  }

  @Nullable Integer integerOrNull(String name, int min, int max) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : Integer.valueOf(range(name, node, min, min, max));
  }

  double number(String name, double absent, double min, double max) {
    JsonNode node = object.get(name);
    if (node == null) {
      return absent;
    }
    if (!node.isNumber() || !(node.doubleValue() >= min && node.doubleValue() <= max)) {
      refuse(name, "must be a number from %s to %s".formatted(min, max));
      return absent;
    }
    return node.doubleValue();
  }

  /** An object of any content, bounded in size; the default when absent. */
  JsonNode any(String name, JsonNode absent, int maxCharacters) {
    JsonNode node = object.get(name);
    if (node == null || node.isNull() && absent.isNull()) {
      return absent;
    }
    if (!node.isObject()) {
      refuse(name, "must be an object");
    } else if (node.toString().length() > maxCharacters) {
      refuse(name, "must have at most %d characters of JSON".formatted(maxCharacters));
    } else if (hasEndlessNumber(node)) {
      refuse(name, "holds a number that is too large");
    }
    return node;
  }

  /** A list of different texts, each of which passes the check. */
  List<String> texts(
      String name, List<String> absent, int max, Predicate<String> check, String rule) {
    return list(
        name,
        absent,
        max,
        node -> node.isString() && check.test(node.stringValue()) ? node.stringValue() : null,
        rule);
  }

  /**
   * A list of different texts, each as the conversion writes it; what the conversion refuses is
   * named with its reason.
   */
  List<String> converted(String name, int max, UnaryOperator<String> conversion) {
    JsonNode node = object.get(name);
    if (node == null) {
      return List.of();
    }
    if (!node.isArray() || node.size() > max) {
      refuse(name, "must be a list of at most " + max + " texts");
      return List.of();
    }
    Set<String> texts = new LinkedHashSet<>();
    for (JsonNode element : node.values()) {
      String shown = shown(element);
      try {
        if (!element.isString()) {
          refuse(name, shown + " must be a text");
        } else if (!texts.add(conversion.apply(element.stringValue()))) {
          refuse(name, shown + " is there twice; remove one");
        }
      } catch (IllegalArgumentException refused) {
        refuse(name, shown + " " + refused.getMessage());
      }
    }
    return List.copyOf(texts);
  }

  private static String shown(JsonNode element) {
    String text = element.toString();
    return text.codePointCount(0, text.length()) > 80
        ? text.substring(0, text.offsetByCodePoints(0, 80)) + "…"
        : text;
  }

  /** A list of different whole numbers. */
  List<Integer> integers(String name, int max, int lowest, int highest) {
    return list(
        name,
        List.of(),
        max,
        node ->
            node.isIntegralNumber()
                    && node.canConvertToInt()
                    && node.intValue() >= lowest
                    && node.intValue() <= highest
                ? node.intValue()
                : null,
        "must be a list of whole numbers from %d to %d".formatted(lowest, highest));
  }

  /** A list of different constants, named on the wire in lower case. */
  <E extends Enum<E>> List<E> choices(String name, List<E> absent, Class<E> type) {
    Map<String, E> byName = wireNames(type);
    return list(
        name,
        absent,
        byName.size(),
        node -> node.isString() ? byName.get(node.stringValue()) : null,
        "must be a list of " + String.join(", ", byName.keySet()));
  }

  /** The constants of a type by their names on the wire. */
  static <E extends Enum<E>> Map<String, E> wireNames(Class<E> type) {
    return Stream.of(type.getEnumConstants())
        .collect(
            Collectors.toMap(
                constant -> constant.name().toLowerCase(Locale.ROOT),
                Function.identity(),
                (first, second) -> first,
                java.util.LinkedHashMap::new));
  }

  private <T> List<T> list(
      String name, List<T> absent, int max, Function<JsonNode, @Nullable T> read, String rule) {
    JsonNode node = object.get(name);
    if (node == null) {
      return absent;
    }
    List<T> items = new ArrayList<>();
    boolean wrong = !node.isArray() || node.size() > max;
    for (JsonNode element : node.isArray() ? node.values() : List.<JsonNode>of()) {
      T item = read.apply(element);
      if (item == null || items.contains(item)) {
        wrong = true;
      } else {
        items.add(item);
      }
    }
    if (wrong) {
      refuse(name, rule + "; at most " + max + ", none twice");
      return absent;
    }
    return List.copyOf(items);
  }

  private int range(String name, JsonNode node, int absent, int min, int max) {
    if (!node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.intValue() < min
        || node.intValue() > max) {
      String shown = node.toString();
      refuse(
          name,
          "must be a whole number from %d to %d, not %s"
              .formatted(min, max, shown.length() > 40 ? "this" : shown));
      return absent;
    }
    return node.intValue();
  }

  private static boolean hasEndlessNumber(JsonNode node) {
    if (node.isFloatingPointNumber()) {
      return !Double.isFinite(node.doubleValue());
    }
    for (JsonNode child : node) {
      if (hasEndlessNumber(child)) {
        return true;
      }
    }
    return false;
  }
}
