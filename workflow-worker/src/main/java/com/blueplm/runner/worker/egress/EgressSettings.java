package com.blueplm.runner.worker.egress;

import java.net.URI;
import java.util.List;

/**
 * What the operator says about the way out.
 *
 * @param apiUrl base URL of api-app as the worker reaches it
 * @param reserved {@code host:port} of services that scripts never reach, beside api-app
 * @param allowPrivate what scripts may reach although it is not public
 * @param allowHost whether scripts may have the machine's own network
 * @param limits what a run may use
 */
public record EgressSettings(
    URI apiUrl,
    List<String> reserved,
    List<DestinationRule> allowPrivate,
    boolean allowHost,
    EgressLimits limits) {}
