package com.blueplm.runner.api.plm;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A part in a list: exactly BluePLM's nine fields. */
record Part(
    UUID id,
    String partNumber,
    String fileName,
    String filePath,
    @Nullable String description,
    String revision,
    int version,
    String state,
    String fileType) {}
