/**
 * The PLM data API at {@code /plm}: BluePLM's wire shapes and error envelope, for scripts with the
 * key of their run. It deviates from BluePLM only upward (real 404s, {@code PATCH /parts/:id},
 * recursive BOMs).
 */
@NullMarked
package com.blueplm.runner.api.plm;

import org.jspecify.annotations.NullMarked;
