@NullMarked
package com.blueplm.runner.api.dependency;

import org.jspecify.annotations.NullMarked;
