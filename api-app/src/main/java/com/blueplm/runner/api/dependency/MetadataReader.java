package com.blueplm.runner.api.dependency;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlVersion;

/** Reads a block's TOML. Tables of tools are their own affair and ignored. */
final class MetadataReader {
  private static final List<String> DEPENDENCIES = List.of("dependencies");
  private static final List<String> REQUIRES_PYTHON = List.of("requires-python");
  private static final int MAX_LENGTH = 32 * 1024;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_PACKAGES = 50;
  private static final int MAX_SPECIFIER = 300;

  private final ScriptBlock block;
  private final TomlParseResult toml;

  private MetadataReader(ScriptBlock block) {
    this.block = block;
    this.toml = Toml.parse(checked(block), TomlVersion.V1_0_0);
  }

  static InlineMetadata read(ScriptBlock block) {
    MetadataReader reader = new MetadataReader(block);
    reader.refuseErrors();
    String python = reader.requiresPython();
    List<Requirement> dependencies = reader.dependencies();
    return new InlineMetadata(python, dependencies, reader.mainLine());
  }

  /** The parser descends once per bracket: deep nesting would overflow its stack. */
  private static String checked(ScriptBlock block) {
    String text = block.toml();
    if (text.length() > MAX_LENGTH) {
      throw CodeErrors.at(
          block.firstLine(), "the script block has more than %d characters".formatted(MAX_LENGTH));
    }
    int depth = 0;
    int line = block.firstLine();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\n') {
        line++;
      } else if (c == '[' || c == '{') {
        depth++;
      } else if ((c == ']' || c == '}') && depth > 0) {
        depth--;
      }
      if (depth > MAX_DEPTH) {
        throw CodeErrors.at(line, "more than %d brackets are open".formatted(MAX_DEPTH));
      }
    }
    return text;
  }

  private void refuseErrors() {
    if (toml.hasErrors()) {
      TomlParseError first = toml.errors().getFirst();
      throw CodeErrors.at(
          lineAt(first.position().line()),
          "the script block is no valid TOML: "
              + String.valueOf(first.getMessage()).replaceAll("\\p{Cntrl}+", " "));
    }
  }

  private @Nullable String requiresPython() {
    Object value = toml.get(REQUIRES_PYTHON);
    if (value == null) {
      return null;
    }
    int line = lineOf(REQUIRES_PYTHON);
    if (!(value instanceof String text)) {
      throw CodeErrors.at(line, "requires-python must be a text such as \">=3.11\"");
    }
    String python = text.strip();
    if (python.length() > MAX_SPECIFIER || !VersionSpecifiers.isValid(python)) {
      throw CodeErrors.at(
          line,
          "requires-python %s is no version specifier; write it like \">=3.11\" or \">=3.11,<4\""
              .formatted(CodeErrors.quoted(python)));
    }
    return python;
  }

  private List<Requirement> dependencies() {
    Object value = toml.get(DEPENDENCIES);
    if (value == null) {
      return List.of();
    }
    int line = lineOf(DEPENDENCIES);
    if (!(value instanceof TomlArray array)) {
      throw CodeErrors.at(line, "dependencies must be a list of texts such as [\"requests\"]");
    }
    if (array.size() > MAX_PACKAGES) {
      throw CodeErrors.at(
          line, "%d dependencies; list at most %d".formatted(array.size(), MAX_PACKAGES));
    }
    List<Requirement> dependencies = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      int at = lineOf(array.inputPositionOf(i));
      if (!(array.get(i) instanceof String text)) {
        throw CodeErrors.at(at, "every dependency must be a text such as \"requests\"");
      }
      dependencies.add(Requirement.parse(text, at));
    }
    return dependencies;
  }

  private int mainLine() {
    if (toml.get(DEPENDENCIES) != null) {
      return lineOf(DEPENDENCIES);
    }
    return toml.get(REQUIRES_PYTHON) == null ? block.firstLine() : lineOf(REQUIRES_PYTHON);
  }

  private int lineOf(List<String> key) {
    return lineAt(toml.inputPositionOf(key).line());
  }

  /**
   * The line of a list's element. The parser says where the token before it ends, so that spaces,
   * line ends and comments are to be skipped.
   */
  private int lineOf(TomlPosition before) {
    String[] lines = block.toml().split("\n", -1);
    int line = before.line() - 1;
    int column = before.column() - 1;
    while (line < lines.length - 1 && isBlank(lines[line], column)) {
      line++;
      column = 0;
    }
    return lineAt(line + 1);
  }

  private static boolean isBlank(String line, int from) {
    String rest = line.substring(Math.min(from, line.length())).stripLeading();
    return rest.isEmpty() || rest.startsWith("#");
  }

  private int lineAt(int tomlLine) {
    return block.firstLine() + tomlLine - 1;
  }
}
