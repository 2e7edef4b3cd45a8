package com.blueplm.runner.api.slot;

import java.time.Instant;
import java.util.UUID;

/**
 * A due slot of which nothing became yet.
 *
 * @param orgId the organisation
 * @param scriptId the script
 * @param slotAt its nominal time
 */
public record OpenSlot(UUID orgId, UUID scriptId, Instant slotAt) {}
