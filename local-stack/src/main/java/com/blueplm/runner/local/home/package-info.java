/** Files, ports and identities of one local stack. */
@NullMarked
package com.blueplm.runner.local.home;

import org.jspecify.annotations.NullMarked;
