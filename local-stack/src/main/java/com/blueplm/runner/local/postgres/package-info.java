/** The embedded Postgres: binaries, cluster, roles. */
@NullMarked
package com.blueplm.runner.local.postgres;

import org.jspecify.annotations.NullMarked;
