package com.blueplm.runner.contract.gateway;

import org.jspecify.annotations.Nullable;

/**
 * How far a script says it is.
 *
 * @param current units done
 * @param total units in all; null when unknown
 * @param phase what it is doing; null when it does not say
 */
public record ProgressReport(double current, @Nullable Double total, @Nullable String phase) {}
