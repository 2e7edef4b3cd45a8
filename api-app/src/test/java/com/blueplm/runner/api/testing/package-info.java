/** A real api-app on a real Postgres, for the tests of every feature. */
@NullMarked
package com.blueplm.runner.api.testing;

import org.jspecify.annotations.NullMarked;
