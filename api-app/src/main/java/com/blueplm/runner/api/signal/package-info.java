/**
 * Tells waiting streams of this process that a run has changed; a slow poll covers other replicas.
 */
@NullMarked
package com.blueplm.runner.api.signal;

import org.jspecify.annotations.NullMarked;
