/** What holds for every request: its id, headers, limits, strict JSON, lists, the static UI. */
@NullMarked
package com.blueplm.runner.api.web;

import org.jspecify.annotations.NullMarked;
