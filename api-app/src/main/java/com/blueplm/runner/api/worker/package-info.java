/** The worker gateway: what workers say over HTTP, and the list of workers for people. */
@NullMarked
package com.blueplm.runner.api.worker;

import org.jspecify.annotations.NullMarked;
