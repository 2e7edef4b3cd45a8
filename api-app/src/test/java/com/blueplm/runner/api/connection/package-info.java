@NullMarked
package com.blueplm.runner.api.connection;

import org.jspecify.annotations.NullMarked;
