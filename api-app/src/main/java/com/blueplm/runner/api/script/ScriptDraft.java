package com.blueplm.runner.api.script;

import org.jspecify.annotations.Nullable;

/**
 * A script as somebody wants it to be, checked but not saved.
 *
 * @param settings its settings
 * @param code its Python source
 * @param message what the change is about; kept with the revision if the code changed
 */
record ScriptDraft(ScriptSettings settings, String code, @Nullable String message) {}
