/** Scripts and their revisions. */
@NullMarked
package com.blueplm.runner.api.script;

import org.jspecify.annotations.NullMarked;
