package com.blueplm.runner.contract;

/**
 * What a person decided about one hold of a run.
 *
 * @param attempt the attempt that would follow, which tells this hold from a later one
 * @param decision the decision
 */
public record HoldDecision(int attempt, PersonsDecision decision) {}
