/** Which moments were due, and what became of each: the slot ledger. */
@NullMarked
package com.blueplm.runner.api.slot;

import org.jspecify.annotations.NullMarked;
