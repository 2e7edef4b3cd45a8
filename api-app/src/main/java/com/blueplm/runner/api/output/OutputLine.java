package com.blueplm.runner.api.output;

import com.blueplm.runner.contract.OutputStream;
import java.time.Instant;

/**
 * One line of a run.
 *
 * @param n its number over both streams and all attempts, from 0, by arrival
 * @param stream where it was printed
 * @param attempt the attempt that printed it
 * @param at when it was stored
 * @param text the line without its line ending; what is no UTF-8 is U+FFFD, NUL is left out
 */
public record OutputLine(long n, OutputStream stream, int attempt, Instant at, String text) {}
