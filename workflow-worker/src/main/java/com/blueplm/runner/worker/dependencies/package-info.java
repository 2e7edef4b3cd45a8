/**
 * Locks the dependencies that scripts ask for and keeps an environment for each lock. Both are done
 * by uv in a sandbox.
 */
@NullMarked
package com.blueplm.runner.worker.dependencies;

import org.jspecify.annotations.NullMarked;
