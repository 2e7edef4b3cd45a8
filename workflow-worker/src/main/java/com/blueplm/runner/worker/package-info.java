/** The workflow-worker process. */
@NullMarked
package com.blueplm.runner.worker;

import org.jspecify.annotations.NullMarked;
