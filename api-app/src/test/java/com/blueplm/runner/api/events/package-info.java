@NullMarked
package com.blueplm.runner.api.events;

import org.jspecify.annotations.NullMarked;
