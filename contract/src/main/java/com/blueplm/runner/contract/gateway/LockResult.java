package com.blueplm.runner.contract.gateway;

import org.jspecify.annotations.Nullable;

/**
 * What became of a request for a lock: exactly one of the two is given.
 *
 * @param lock the lock in the format of pip's requirements files, each package with its hashes and
 *     without the address of an index; empty when there is nothing to install
 * @param error why there is none, in words for the script's author
 */
public record LockResult(@Nullable String lock, @Nullable String error) {}
