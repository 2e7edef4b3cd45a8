@NullMarked
package com.blueplm.runner.api.outage;

import org.jspecify.annotations.NullMarked;
