/**
 * The only way out for scripts without a network of their own: a forward proxy (HTTP/1.1, RFC 9110
 * and 9112) on a unix socket for each run, which decides by the script's network policy, checks the
 * very address that it connects to, and records every connection. Plain Java.
 */
@NullMarked
package com.blueplm.runner.worker.egress;

import org.jspecify.annotations.NullMarked;
