package com.blueplm.runner.worker.sandbox.container;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.worker.sandbox.Mount;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.SandboxJob;
import com.blueplm.runner.worker.sandbox.SandboxProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Runs each command in a container of its own, with the file system of an image and with limits
 * that hold for the whole tree.
 */
public final class ContainerSandbox implements Sandbox {

  private static final String PYTHON = "/opt/script-runner/python/bin/python3";
  private static final String CONTROL = "control.sock";

  private final Engine engine;
  private final ContainerSettings settings;

  public ContainerSandbox(Engine engine, ContainerSettings settings) {
    this.engine = engine;
    this.settings = settings;
  }

  @Override
  public IsolationLevel level() {
    return IsolationLevel.CONTAINER;
  }

  @Override
  public String seen(Mount mount) {
    return mount.target();
  }

  @Override
  public String python() {
    return PYTHON;
  }

  @Override
  public String temporaryDirectory(Path workspace) {
    return ContainerPlan.TEMPORARY;
  }

  @Override
  public SandboxProcess start(SandboxJob job) throws IOException {
    Path socket = job.workspace().resolve(CONTROL);
    ControlChannel control = ControlChannel.open(socket, job.environment());
    String id = null;
    boolean started = false;
    try {
      id = engine.create(ContainerPlan.of(job, socket, settings));
      Attachment attachment = engine.attach(id);
      engine.start(id);
      started = true;
      return ContainerProcess.watch(new ContainerHandle(engine, id), control, attachment);
    } finally {
      if (!started) {
        control.close();
        removeIfMade(id);
      }
    }
  }

  private void removeIfMade(@Nullable String id) {
    if (id != null) {
      new ContainerHandle(engine, id).remove();
    }
  }
}
