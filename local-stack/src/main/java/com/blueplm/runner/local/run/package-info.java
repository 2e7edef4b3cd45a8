/** What the launcher does through the running stack's HTTP API. */
@NullMarked
package com.blueplm.runner.local.run;

import org.jspecify.annotations.NullMarked;
