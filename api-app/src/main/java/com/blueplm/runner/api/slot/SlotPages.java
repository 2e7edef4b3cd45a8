package com.blueplm.runner.api.slot;

import com.blueplm.runner.api.web.Cursor;
import com.blueplm.runner.contract.EndReason;
import java.time.Duration;
import java.util.IntSummaryStatistics;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads the ledger for people. */
@Component
public class SlotPages {
  private static final Duration SLACK = Duration.ofSeconds(60);

  private final SlotPagesRepository repository;

  SlotPages(SlotPagesRepository repository) {
    this.repository = repository;
  }

  /** The slots that are asked for, as far as they are accounted; oldest first. */
  public SlotPage page(SlotQuery query) {
    List<SlotRow> rows = repository.list(query);
    boolean more = rows.size() > query.limit();
    List<SlotRow> shown = more ? rows.subList(0, query.limit()) : rows;
    List<Outage> outages = outages(shown);
    return new SlotPage(
        shown.stream().map(slot -> SlotWords.view(slot, outages)).toList(),
        more ? new Cursor(shown.getLast().slotAt(), query.scriptId()).encode() : null);
  }

  private List<Outage> outages(List<SlotRow> slots) {
    List<SlotRow> missed =
        slots.stream().filter(slot -> EndReason.OUTAGE.wire().equals(slot.endReason())).toList();
    if (missed.isEmpty()) {
      return List.of();
    }
    IntSummaryStatistics windows =
        missed.stream()
            .mapToInt(slot -> slot.catchupSeconds() == null ? 0 : slot.catchupSeconds())
            .summaryStatistics();
    return repository.outages(
        missed.getFirst().slotAt(),
        missed.getLast().slotAt().plusSeconds(windows.getMax()).plus(SLACK));
  }
}
