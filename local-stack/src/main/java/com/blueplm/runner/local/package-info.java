/**
 * The launcher of the local default: Postgres, Temporal, api-app and workflow-workers on one
 * machine.
 */
@NullMarked
package com.blueplm.runner.local;

import org.jspecify.annotations.NullMarked;
