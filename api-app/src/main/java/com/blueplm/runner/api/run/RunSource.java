package com.blueplm.runner.api.run;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The run that is repeated.
 *
 * @param scriptId its script
 * @param revisionId what it ran
 * @param hidden whether that was unsaved code
 * @param parameters its parameters as JSON text
 * @param payload its webhook payload as JSON text; null without one
 */
record RunSource(
    UUID scriptId, UUID revisionId, boolean hidden, String parameters, @Nullable String payload) {}
