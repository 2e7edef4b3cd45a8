/** The api-app process. */
@NullMarked
package com.blueplm.runner.api;

import org.jspecify.annotations.NullMarked;
