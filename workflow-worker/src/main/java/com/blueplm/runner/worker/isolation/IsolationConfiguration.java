package com.blueplm.runner.worker.isolation;

import com.blueplm.runner.worker.WorkerHome;
import com.blueplm.runner.worker.WorkerProperties;
import com.blueplm.runner.worker.execution.OrphanJanitor;
import com.blueplm.runner.worker.sandbox.NativeTools;
import com.blueplm.runner.worker.sandbox.ProcessSpawner;
import com.blueplm.runner.worker.sandbox.PythonInterpreter;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.cgroup.MachineResources;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IsolationConfiguration {

  private static final Logger log = LoggerFactory.getLogger(IsolationConfiguration.class);

  @Bean
  ProcessSpawner processSpawner() {
    return new ProcessSpawner();
  }

  @Bean
  MachineResources machineResources(WorkerHome home, WorkerProperties properties) {
    return MachineResources.find(properties.cgroupRoot(), home.root());
  }

  /** The first thing a worker does: clear away what an earlier one left, then look about. */
  @Bean
  Isolation isolation(
      ProcessSpawner spawner,
      MachineResources control,
      WorkerHome home,
      WorkerProperties properties,
      ContainerProperties containers)
      throws IOException {
    control.removeLeftovers();
    new OrphanJanitor(home.runs()).clean();
    PythonInterpreter python = PythonInterpreter.at(properties.python());
    Map<String, String> known = new LinkedHashMap<>(control.probes());
    known.put("python", python.executable().toString());
    Optional<NativeTools> tools = NativeTools.extractTo(home.root());
    ContainerLevel container =
        ContainerLevel.find(containers, home.root(), tools.flatMap(NativeTools::scriptFilter));
    known.putAll(container.probes());
    Ladder ladder = Ladder.of(spawner, python, tools, control, container.sandbox());
    Isolation isolation =
        new IsolationProbe(
                ladder,
                home.runs(),
                properties.minimumIsolation(),
                properties.maximumIsolation(),
                known)
            .probe();
    isolation
        .refusal()
        .ifPresentOrElse(
            reason -> log.error("No scripts will be run here. {}", reason),
            () -> log.info("Scripts run at {}: {}", isolation.level().wire(), isolation.probes()));
    return isolation;
  }

  /** For scripts, and for the tools that prepare their packages. */
  @Bean
  Sandbox sandbox(Isolation isolation) {
    return isolation.sandbox();
  }
}
