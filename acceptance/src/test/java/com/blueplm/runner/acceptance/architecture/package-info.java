/** The rules of the code's shape, each proven to fail on a fixture that breaks it. */
@NullMarked
package com.blueplm.runner.acceptance.architecture;

import org.jspecify.annotations.NullMarked;
