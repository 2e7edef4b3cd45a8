/** Child processes that are supervised, logged, and never outlive the launcher. */
@NullMarked
package com.blueplm.runner.local.process;

import org.jspecify.annotations.NullMarked;
