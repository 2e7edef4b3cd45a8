/** Control groups that a launcher with root's rights hands to its workers. */
@NullMarked
package com.blueplm.runner.local.group;

import org.jspecify.annotations.NullMarked;
