/** What the launcher tells the person at the terminal. */
@NullMarked
package com.blueplm.runner.local.console;

import org.jspecify.annotations.NullMarked;
