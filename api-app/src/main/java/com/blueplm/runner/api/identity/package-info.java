/** Who is calling: users, tokens, sessions and rights. */
@NullMarked
package com.blueplm.runner.api.identity;

import org.jspecify.annotations.NullMarked;
