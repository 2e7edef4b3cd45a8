package com.blueplm.runner.worker;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the operator says about the network of scripts.
 *
 * @param allowPrivate destinations that scripts may reach although they are not public, such as
 *     {@code erp.corp.example}, {@code *.corp.example:443}, {@code 10.1.0.0/16} or {@code
 *     [fd00::5]}
 * @param allowHost whether the network policy {@code host} gives a script all that this machine
 *     reaches
 * @param reserved {@code host:port} of further services that no script reaches, such as the
 *     product's Postgres; api-app and Temporal are known without being listed
 */
@ConfigurationProperties("runner.egress")
public record EgressProperties(
    @DefaultValue List<String> allowPrivate,
    @DefaultValue("false") boolean allowHost,
    @DefaultValue List<String> reserved) {}
