package com.blueplm.runner.api.slot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Slots, oldest first.
 *
 * @param slots the slots
 * @param nextCursor where the next page begins; null on the last one
 */
public record SlotPage(List<SlotView> slots, @Nullable String nextCursor) {}
