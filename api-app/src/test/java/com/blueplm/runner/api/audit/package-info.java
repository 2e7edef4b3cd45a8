@NullMarked
package com.blueplm.runner.api.audit;

import org.jspecify.annotations.NullMarked;
