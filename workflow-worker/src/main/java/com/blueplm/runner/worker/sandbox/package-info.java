/**
 * Starts commands in isolation, at one of four levels, with limits and without a network of their
 * own, and ends whole process trees. Plain Java.
 */
@NullMarked
package com.blueplm.runner.worker.sandbox;

import org.jspecify.annotations.NullMarked;
