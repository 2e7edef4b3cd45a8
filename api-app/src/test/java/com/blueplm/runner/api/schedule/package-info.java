@NullMarked
package com.blueplm.runner.api.schedule;

import org.jspecify.annotations.NullMarked;
