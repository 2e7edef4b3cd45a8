package com.blueplm.runner.contract.gateway;

/**
 * Where the next attempt of the run may go on: {@code blueplm.run.checkpoint(value)}.
 *
 * @param value the value as JSON text; replaces the one before
 */
public record CheckpointReport(String value) {}
