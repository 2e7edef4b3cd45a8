/** Whether the process is alive and its parts answer. */
@NullMarked
package com.blueplm.runner.api.status;

import org.jspecify.annotations.NullMarked;
