/** The worker's line to api-app: says what lives here, hears what to do. */
@NullMarked
package com.blueplm.runner.worker.line;

import org.jspecify.annotations.NullMarked;
