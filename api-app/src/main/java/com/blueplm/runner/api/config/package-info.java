/** Settings of the whole process. */
@NullMarked
package com.blueplm.runner.api.config;

import org.jspecify.annotations.NullMarked;
