package com.blueplm.runner.contract.gateway;

import com.blueplm.runner.contract.Decision;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a claim: either work to do or a decision to hand back to the workflow.
 *
 * @param order what to run; null when the claim was not granted
 * @param decision what the workflow does instead; null when the claim was granted
 */
public record ClaimAnswer(@Nullable ExecutionOrder order, @Nullable Decision decision) {}
