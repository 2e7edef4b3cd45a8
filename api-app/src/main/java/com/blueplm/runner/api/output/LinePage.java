package com.blueplm.runner.api.output;

import java.util.ArrayList;
import java.util.List;

/**
 * Some lines in order.
 *
 * @param lines the lines
 * @param nextLine where reading goes on
 */
public record LinePage(List<OutputLine> lines, long nextLine) {

  /** The same lines in smaller pages, none of them empty. */
  public List<LinePage> split(LineLimit limit) {
    List<LinePage> pages = new ArrayList<>();
    int start = 0;
    LineLimit.Count count = limit.count();
    for (int i = 0; i < lines.size(); i++) {
      if (!count.admits(lines.get(i))) {
        pages.add(new LinePage(lines.subList(start, i), lines.get(i).n()));
        start = i;
        count = limit.count();
        count.admits(lines.get(i));
      }
    }
    if (start < lines.size()) {
      pages.add(new LinePage(lines.subList(start, lines.size()), nextLine));
    }
    return pages;
  }
}
