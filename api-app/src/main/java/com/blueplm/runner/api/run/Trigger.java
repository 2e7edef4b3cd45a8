package com.blueplm.runner.api.run;

import com.blueplm.runner.contract.OverlapPolicy;
import com.blueplm.runner.contract.TriggerType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A checked request for one run of a script whose row is locked.
 *
 * @param type what asks for it
 * @param by who asks for it; null when nobody does
 * @param revisionId what it runs
 * @param policy the overlap policy asked for; null means the script's own
 * @param parameters the effective parameters as JSON text
 * @param payload a webhook's payload as JSON text; null without one
 * @param rerunOf the run that it repeats; null unless a rerun
 */
record Trigger(
    TriggerType type,
    @Nullable UUID by,
    UUID revisionId,
    @Nullable OverlapPolicy policy,
    String parameters,
    @Nullable String payload,
    @Nullable UUID rerunOf) {}
