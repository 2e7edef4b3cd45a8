/** Schedules: cron lines, Temporal Schedules that follow the scripts, previews and words. */
@NullMarked
package com.blueplm.runner.api.schedule;

import org.jspecify.annotations.NullMarked;
