package com.blueplm.runner.worker.isolation;

import com.blueplm.runner.worker.sandbox.BubblewrapSandbox;
import com.blueplm.runner.worker.sandbox.LandlockSandbox;
import com.blueplm.runner.worker.sandbox.NativeTools;
import com.blueplm.runner.worker.sandbox.ProcessSandbox;
import com.blueplm.runner.worker.sandbox.ProcessSpawner;
import com.blueplm.runner.worker.sandbox.PythonInterpreter;
import com.blueplm.runner.worker.sandbox.ResourceControl;
import com.blueplm.runner.worker.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The levels that may work on this machine.
 *
 * @param sandboxes strongest first; the last one is a plain process
 * @param filtered whether those but the last load a system call filter
 */
record Ladder(List<Sandbox> sandboxes, boolean filtered) {

  static Ladder of(
      ProcessSpawner spawner,
      PythonInterpreter python,
      Optional<NativeTools> tools,
      ResourceControl control,
      Optional<Sandbox> container) {
    List<Sandbox> sandboxes = new ArrayList<>();
    container.ifPresent(sandboxes::add);
    tools
        .map(present -> new BubblewrapSandbox(spawner, python, present, control))
        .ifPresent(sandboxes::add);
    tools
        .flatMap(present -> LandlockSandbox.with(spawner, python, present, control))
        .ifPresent(sandboxes::add);
    sandboxes.add(new ProcessSandbox(spawner, python, tools, control));
    return new Ladder(List.copyOf(sandboxes), tools.flatMap(NativeTools::scriptFilter).isPresent());
  }

  /** The weakest level. */
  Sandbox process() {
    return sandboxes.getLast();
  }
}
