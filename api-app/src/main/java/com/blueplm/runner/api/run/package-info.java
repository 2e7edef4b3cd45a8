/** Runs: what asked for them, their states, their attempts and what people read about them. */
@NullMarked
package com.blueplm.runner.api.run;

import org.jspecify.annotations.NullMarked;
