/**
 * The fault campaign: a load of many kinds of scripts, faults of every process and every line
 * between them, and an audit of what the product recorded against what the campaign saw itself.
 */
@NullMarked
package com.blueplm.runner.acceptance.chaos;

import org.jspecify.annotations.NullMarked;
