/**
 * Runs jobs in containers of a Docker or Podman engine. Its classes and those of the engine's
 * client are loaded only where an engine is configured.
 */
@NullMarked
package com.blueplm.runner.worker.sandbox.container;

import org.jspecify.annotations.NullMarked;
