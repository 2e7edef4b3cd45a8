/** What happened and who did it: kept for good, never changed. */
@NullMarked
package com.blueplm.runner.api.audit;

import org.jspecify.annotations.NullMarked;
