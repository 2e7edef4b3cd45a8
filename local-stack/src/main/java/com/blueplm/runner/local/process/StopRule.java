package com.blueplm.runner.local.process;

import java.time.Duration;

/**
 * How a part is stopped in order.
 *
 * @param signal asks it to end, named without SIG
 * @param grace how long it may take before it is killed
 * @param urgentSignal ends it at once when the person is in a hurry
 */
public record StopRule(String signal, Duration grace, String urgentSignal) {}
