package com.blueplm.runner.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.blueplm.runner.worker.execution.Machine;
import com.blueplm.runner.worker.sandbox.cgroup.MachineResources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Sandboxes of every level for tests, with the parts that they need and end together. */
public final class TestSandboxes implements AutoCloseable {

  private final ProcessSpawner spawner = new ProcessSpawner();
  private final Optional<NativeTools> tools;
  private final MachineResources control;

  private TestSandboxes(Path home, MachineResources control) {
    this.control = control;
    try {
      tools = NativeTools.extractTo(Files.createTempDirectory(home, "tools"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without control groups, whatever this machine has. */
  public static TestSandboxes in(Path home) {
    return new TestSandboxes(home, MachineResources.withoutGroups(home));
  }

  /** With control groups where this machine lets us make them. */
  public static TestSandboxes withGroups(Path home) {
    return new TestSandboxes(home, MachineResources.find(List.of(), home));
  }

  public ProcessSpawner spawner() {
    return spawner;
  }

  public MachineResources control() {
    return control;
  }

  /** What the worker was built with; without it nothing but plain processes can be tested. */
  public NativeTools tools() {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(tools).as("script-init is needed where CI=true").isPresent();
    }
    assumeTrue(tools.isPresent(), "the worker was built without script-init");
    return tools.orElseThrow();
  }

  public Optional<NativeTools> toolsIfPresent() {
    return tools;
  }

  public BubblewrapSandbox bubblewrap() {
    return bubblewrap(Machine.python());
  }

  public BubblewrapSandbox bubblewrap(PythonInterpreter python) {
    Machine.requireBubblewrap();
    return new BubblewrapSandbox(spawner, python, tools(), control);
  }

  public LandlockSandbox landlock() {
    return LandlockSandbox.with(spawner, Machine.python(), tools(), control).orElseThrow();
  }

  public ProcessSandbox process() {
    return new ProcessSandbox(spawner, Machine.python(), tools, control);
  }

  @Override
  public void close() {
    control.close();
    spawner.close();
  }
}
