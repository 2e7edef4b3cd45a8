/** When a part of the installation was away, so that a missed slot can name the cause. */
@NullMarked
package com.blueplm.runner.api.outage;

import org.jspecify.annotations.NullMarked;
