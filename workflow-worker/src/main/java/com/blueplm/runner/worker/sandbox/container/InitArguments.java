package com.blueplm.runner.worker.sandbox.container;

import com.blueplm.runner.worker.sandbox.SandboxJob;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import java.util.ArrayList;
import java.util.List;

/** The command line of {@code script-init}, process 1 of a container. */
final class InitArguments {

  static final String PROGRAM = "/opt/script-runner/bin/script-init";
  static final String CONTROL = "/run/control.sock";
  static final String EGRESS = "/run/egress.sock";
  static final String FILTER = "/run/seccomp.bpf";

  private static final String PROXY_PORT = "3128";
  private static final String OPEN_FILES = "256";
  private static final long MIB = 1024 * 1024;

  private InitArguments() {}

  static List<String> of(SandboxJob job, boolean withFilter) {
    List<String> arguments = new ArrayList<>(List.of("--control", CONTROL));
    arguments.addAll(List.of("--nofile", OPEN_FILES));
    arguments.addAll(List.of("--fsize", Long.toString(job.limits().tmpMb() * MIB)));
    if (withFilter) {
      arguments.addAll(List.of("--seccomp", FILTER));
    }
    if (job.network() instanceof SandboxNetwork.Proxied) {
      arguments.addAll(List.of("--proxy", EGRESS, "--proxy-port", PROXY_PORT));
    }
    arguments.add("--");
    arguments.addAll(job.command());
    return List.copyOf(arguments);
  }
}
