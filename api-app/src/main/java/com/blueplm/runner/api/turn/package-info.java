/** Work that one replica of api-app does for all. */
@NullMarked
package com.blueplm.runner.api.turn;

import org.jspecify.annotations.NullMarked;
