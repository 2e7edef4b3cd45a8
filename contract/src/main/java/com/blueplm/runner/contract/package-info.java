/**
 * What api-app and workflow-worker agree on: workflow and activity interfaces, ids, queue names and
 * states.
 */
@NullMarked
package com.blueplm.runner.contract;

import org.jspecify.annotations.NullMarked;
