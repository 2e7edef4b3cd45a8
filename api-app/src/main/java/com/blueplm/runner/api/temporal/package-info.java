/** The Temporal client of api-app: starting and telling workflows, and polling the ledger queue. */
@NullMarked
package com.blueplm.runner.api.temporal;

import org.jspecify.annotations.NullMarked;
