@NullMarked
package com.blueplm.runner.api.output;

import org.jspecify.annotations.NullMarked;
