package com.blueplm.runner.api.script;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch (RFC 7396). */
final class MergePatch {
  private MergePatch() {}

  /** The target after the patch; neither argument is changed. */
  static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    ObjectNode result = target.deepCopy();
    for (var field : patch.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        result.remove(field.getKey());
      } else if (value instanceof ObjectNode inner) {
        ObjectNode old =
            result.get(field.getKey()) instanceof ObjectNode object ? object : result.objectNode();
        result.set(field.getKey(), apply(old, inner));
      } else {
        result.set(field.getKey(), value.deepCopy());
      }
    }
    return result;
  }
}
