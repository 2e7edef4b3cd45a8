package com.blueplm.runner.worker.sandbox;

import java.nio.file.Path;

/** What a job may reach. */
public sealed interface SandboxNetwork {

  /** Nothing. */
  record None() implements SandboxNetwork {}

  /**
   * What the worker's proxy lets through. The command finds the usual proxy variables in its
   * environment.
   *
   * @param socket the unix socket of the proxy
   */
  record Proxied(Path socket) implements SandboxNetwork {}

  /** All that this machine reaches. */
  record Host() implements SandboxNetwork {}
}
