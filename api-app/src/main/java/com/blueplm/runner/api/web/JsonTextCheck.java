package com.blueplm.runner.api.web;

import com.blueplm.runner.api.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Finds texts that Postgres cannot hold (NUL, half surrogate pairs) in a JSON body and names their
 * field. They can only come as escapes, so that a body without one is not parsed here.
 */
final class JsonTextCheck {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonTextCheck() {}

  static void check(byte[] body) {
    if (hasRawNul(body)) {
      throw ProblemException.invalid("body", "is not JSON in UTF-8: " + TextRules.NUL);
    }
    String text = new String(body, StandardCharsets.ISO_8859_1);
    if (text.contains("\\u0000") || text.contains("\\ud") || text.contains("\\uD")) {
      checkTokens(body);
    }
  }

  private static boolean hasRawNul(byte[] body) {
    for (byte b : body) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  private static void checkTokens(byte[] body) {
    try (JsonParser parser = FACTORY.createParser(body)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME || token == JsonToken.VALUE_STRING) {
          String complaint = TextRules.complaint(parser.getString());
          if (!complaint.isEmpty()) {
            throw ProblemException.invalid(path(parser.streamReadContext()), complaint);
          }
        }
      }
    } catch (JacksonException malformed) {
      // The reader that follows meets the same fault and answers it.
      return;
    }
  }

  private static String path(TokenStreamContext context) {
    StringBuilder path = new StringBuilder();
    for (TokenStreamContext at = context; at != null && !at.inRoot(); at = at.getParent()) {
      String step = at.inArray() ? Integer.toString(at.getCurrentIndex()) : at.currentName();
      path.insert(0, path.isEmpty() ? step : step + ".");
    }
    String readable = path.toString().replaceAll("[^\\w.\\-]", "?");
    return readable.isEmpty() ? "body" : readable;
  }
}
