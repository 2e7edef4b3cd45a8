package com.blueplm.runner.api.script;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A revision as it is answered. */
@Schema(name = "Revision", description = "One state of a script's code; never changes.")
record RevisionView(
    @Schema(description = "From 1, without gaps") int number,
    @Schema(description = "Python source; absent in lists")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String code,
    @Schema(description = "SHA-256 of the code's UTF-8 bytes, hexadecimal") String codeSha256,
    @Schema(description = "What the change is about") @Nullable String message,
    Instant createdAt,
    StoredScript.@Nullable Person createdBy) {}
