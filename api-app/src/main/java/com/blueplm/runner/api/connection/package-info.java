/** What the scripts of runs connected to: stored as workers report it, read by people. */
@NullMarked
package com.blueplm.runner.api.connection;

import org.jspecify.annotations.NullMarked;
