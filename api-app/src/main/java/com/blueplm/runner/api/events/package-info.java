/** Runs as they happen: server-sent events. */
@NullMarked
package com.blueplm.runner.api.events;

import org.jspecify.annotations.NullMarked;
