/** Finds out by a self-test how strongly this machine can keep scripts apart. */
@NullMarked
package com.blueplm.runner.worker.isolation;

import org.jspecify.annotations.NullMarked;
