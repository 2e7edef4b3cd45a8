package com.blueplm.runner.api.plm;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** One part: the nine fields of the list and what only a single part shows. */
record PartDetail(
    @JsonUnwrapped Part part,
    UUID vaultId,
    Map<String, Object> customProperties,
    Instant createdAt,
    Instant updatedAt) {}
