package com.blueplm.runner.local.part;

import com.blueplm.runner.local.console.Progress;
import com.blueplm.runner.local.group.WorkerGroups;
import com.blueplm.runner.local.home.Ports;
import com.blueplm.runner.local.home.StackHome;
import com.blueplm.runner.local.process.ProcessSpawner;
import com.blueplm.runner.local.process.Supervisor;
import java.time.Clock;
import java.util.Map;

/**
 * What every part needs to be started.
 *
 * @param groups the control groups of the workers
 * @param environment the launcher's own environment; parts get a few named variables of it
 */
public record StackContext(
    Installation installation,
    StackHome home,
    Ports ports,
    ProcessSpawner spawner,
    Supervisor supervisor,
    WorkerGroups groups,
    Progress progress,
    Clock clock,
    Map<String, String> environment) {
  /** Where the API and the web UI answer. */
  public String url() {
    return "http://127.0.0.1:" + ports.api();
  }

  /** Where Temporal's web UI answers. */
  public String temporalUiUrl() {
    return "http://127.0.0.1:" + ports.temporalUi();
  }
}
