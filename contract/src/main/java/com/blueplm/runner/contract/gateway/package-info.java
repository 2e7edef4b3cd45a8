/**
 * The records of the worker gateway: what a worker says to api-app over HTTP and what it is
 * answered.
 */
@NullMarked
package com.blueplm.runner.contract.gateway;

import org.jspecify.annotations.NullMarked;
