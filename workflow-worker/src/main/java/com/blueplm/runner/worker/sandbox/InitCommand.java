package com.blueplm.runner.worker.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds the command line of {@code script-init}, which is the first process of each sandbox. */
final class InitCommand {

  /** The descriptor that it writes its last line to. */
  static final int STATUS = 7;

  private static final int OPEN_FILES = 256;

  private final List<String> arguments = new ArrayList<>();

  /** A command line that starts with the program itself. */
  InitCommand(String program) {
    arguments.addAll(List.of(program, "--status-fd", Integer.toString(STATUS)));
  }

  /** The limits of files. */
  InitCommand files(SandboxLimits limits) {
    return with("--fsize", limits.tmpMb() * SandboxLimits.MIB).with("--nofile", OPEN_FILES);
  }

  /** How much address space each process may have. */
  void memory(long bytes) {
    var unused = with("--as", bytes);
  }

  InitCommand processes(SandboxLimits limits) {
    return with("--nproc", limits.processes());
  }

  /** Forwards connections to this socket. */
  InitCommand proxy(Path socket) {
    return with("--proxy", socket);
  }

  InitCommand with(String option, Object value) {
    arguments.add(option);
    arguments.add(value.toString());
    return this;
  }

  InitCommand with(String option) {
    arguments.add(option);
    return this;
  }

  /** The whole command line. */
  List<String> before(List<String> command) {
    List<String> all = new ArrayList<>(arguments);
    all.add("--");
    all.addAll(command);
    return all;
  }
}
