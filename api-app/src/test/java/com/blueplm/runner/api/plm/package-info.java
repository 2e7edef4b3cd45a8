@NullMarked
package com.blueplm.runner.api.plm;

import org.jspecify.annotations.NullMarked;
