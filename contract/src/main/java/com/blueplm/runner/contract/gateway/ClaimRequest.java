package com.blueplm.runner.contract.gateway;

import com.blueplm.runner.contract.IsolationLevel;
import java.util.UUID;

/**
 * A worker that takes an attempt. The same claim id may be sent again after a lost answer and is
 * answered again, with a fresh API key.
 *
 * @param workerId the worker
 * @param claimId made anew for each execution of the activity
 * @param isolationLevel the level under which the script will run
 */
public record ClaimRequest(UUID workerId, UUID claimId, IsolationLevel isolationLevel) {}
