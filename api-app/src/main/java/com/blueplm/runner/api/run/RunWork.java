package com.blueplm.runner.api.run;

import org.jspecify.annotations.Nullable;

/**
 * What a claim hands out beside the settings.
 *
 * @param scriptName the script's name
 * @param code the Python source
 * @param parameters the effective parameters as JSON text
 * @param payload a webhook's payload as JSON text; null without one
 */
record RunWork(String scriptName, String code, String parameters, @Nullable String payload) {}
