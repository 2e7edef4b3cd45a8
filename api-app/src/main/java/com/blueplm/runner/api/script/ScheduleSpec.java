package com.blueplm.runner.api.script;

import org.jspecify.annotations.Nullable;

/**
 * When a script is due.
 *
 * @param cron one cron expression a line; null means that there is no schedule
 * @param timezone IANA time zone
 * @param enabled whether the schedule is switched on
 * @param catchupSeconds how late a slot may start
 * @param jitterSeconds how far starts are spread
 * @param scriptActive an inactive script's Schedule is paused
 */
public record ScheduleSpec(
    @Nullable String cron,
    String timezone,
    boolean enabled,
    int catchupSeconds,
    int jitterSeconds,
    boolean scriptActive) {}
