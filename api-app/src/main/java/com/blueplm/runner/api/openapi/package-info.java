/** The description of the public API and its page. */
@NullMarked
package com.blueplm.runner.api.openapi;

import org.jspecify.annotations.NullMarked;
