package com.blueplm.runner.api.connection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a run's connections, newest first.
 *
 * @param connections the connections
 * @param nextCursor where the next page begins; null on the last one
 */
record ConnectionPage(List<ConnectionView> connections, @Nullable String nextCursor) {}
