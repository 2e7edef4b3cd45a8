/** The worker's calls to api-app. */
@NullMarked
package com.blueplm.runner.worker.gateway;

import org.jspecify.annotations.NullMarked;
