/**
 * What scripts ask for in their inline metadata (PEP 723), and the locks that workers make of it.
 */
@NullMarked
package com.blueplm.runner.api.dependency;

import org.jspecify.annotations.NullMarked;
