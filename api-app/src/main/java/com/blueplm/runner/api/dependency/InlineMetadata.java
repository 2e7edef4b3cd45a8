package com.blueplm.runner.api.dependency;

import com.blueplm.runner.api.problem.ProblemException;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a script asks for in its inline metadata (PEP 723).
 *
 * @param requiresPython the versions of Python that it runs on; null when it does not say
 * @param dependencies the packages in the script's order
 * @param line the line that speaks for all of it: that of {@code dependencies}, else that of {@code
 *     requires-python}, else the block's first
 */
public record InlineMetadata(
    @Nullable String requiresPython, List<Requirement> dependencies, int line) {
  private static final InlineMetadata NONE = new InlineMetadata(null, List.of(), 1);
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?");

  public InlineMetadata {
    dependencies = List.copyOf(dependencies);
  }

  /**
   * Reads a script's metadata; a script without any asks for nothing.
   *
   * @throws ProblemException 400 on {@code code} with the line
   */
  public static InlineMetadata of(String code) {
    return ScriptBlock.find(code).map(MetadataReader::read).orElse(NONE);
  }

  /** The packages as the script has them. */
  public List<String> packages() {
    return dependencies.stream().map(Requirement::text).toList();
  }

  /** The packages to be locked: without the SDK, which is built in and never asked of an index. */
  List<String> toLock() {
    return dependencies.stream().filter(one -> !one.isSdk()).map(Requirement::text).toList();
  }

  /** Whether a run needs a lock. With a version of Python alone, the lock says that it is there. */
  public boolean needsLock() {
    return requiresPython != null || !toLock().isEmpty();
  }

  /** Whether the other is served by the same lock. */
  public boolean locksLike(InlineMetadata other) {
    return Objects.equals(requiresPython, other.requiresPython) && toLock().equals(other.toLock());
  }

  /** Why there is no lock, with the line of the package that it is about. */
  public String explain(String error) {
    return "line " + lineOf(error) + ": " + error;
  }

  /** 400 on {@code code}: {@link #explain}. */
  public ProblemException refusal(String error) {
    return CodeErrors.at(lineOf(error), error);
  }

  /** The line of the package that the text names first; else the line that speaks for all. */
  private int lineOf(String error) {
    return WORD.matcher(error)
        .results()
        .map(MatchResult::group)
        .map(Requirement::normalised)
        .flatMap(word -> dependencies.stream().filter(one -> one.name().equals(word)).limit(1))
        .findFirst()
        .map(Requirement::line)
        .orElse(line);
  }
}
