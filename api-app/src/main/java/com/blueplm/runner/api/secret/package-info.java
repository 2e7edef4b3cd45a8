/** Scripts' secrets: write-only over the API, sealed in the database. */
@NullMarked
package com.blueplm.runner.api.secret;

import org.jspecify.annotations.NullMarked;
