/** Errors as problem+json (RFC 9457) with a code, never a stack trace. */
@NullMarked
package com.blueplm.runner.api.problem;

import org.jspecify.annotations.NullMarked;
