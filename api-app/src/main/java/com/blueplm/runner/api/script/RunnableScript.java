package com.blueplm.runner.api.script;

import java.util.UUID;

/**
 * A live script as a trigger needs it.
 *
 * @param orgId the organisation
 * @param id the script
 * @param name its name
 * @param active whether it may be triggered
 * @param revisionId its live revision
 * @param settings the settings a new run takes
 * @param parameters its parameters as JSON text
 */
public record RunnableScript(
    UUID orgId,
    UUID id,
    String name,
    boolean active,
    UUID revisionId,
    RunSettings settings,
    String parameters) {}
