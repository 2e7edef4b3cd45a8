/** Whether this process stood still and may have missed what happened meanwhile. */
@NullMarked
package com.blueplm.runner.worker.wake;

import org.jspecify.annotations.NullMarked;
