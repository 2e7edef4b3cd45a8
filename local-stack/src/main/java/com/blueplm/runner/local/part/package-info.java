/** How each part of the stack is started and known to be ready. */
@NullMarked
package com.blueplm.runner.local.part;

import org.jspecify.annotations.NullMarked;
