/** What scripts print: stored as it arrives, read as lines, as text and as tails. */
@NullMarked
package com.blueplm.runner.api.output;

import org.jspecify.annotations.NullMarked;
