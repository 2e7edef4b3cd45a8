package com.blueplm.runner.contract.gateway;

/**
 * How far a stream has been stored.
 *
 * @param nextOffset the offset of the next byte that the gateway expects
 */
public record OutputAnswer(long nextOffset) {}
