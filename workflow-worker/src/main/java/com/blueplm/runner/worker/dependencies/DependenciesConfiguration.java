package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.worker.EgressProperties;
import com.blueplm.runner.worker.WorkerHome;
import com.blueplm.runner.worker.WorkerProperties;
import com.blueplm.runner.worker.execution.SecretForms;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.sandbox.Sandbox;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DependenciesConfiguration {

  @Bean
  Uv uv(DependencyProperties properties) {
    return new Uv(properties);
  }

  @Bean
  JobPlaces jobPlaces(WorkerHome home) {
    return new JobPlaces(home.runs());
  }

  @Bean
  IndexNetwork indexNetwork(
      DependencyProperties properties,
      WorkerProperties worker,
      EgressProperties egress,
      @Value("${spring.temporal.connection.target:}") String temporal,
      WorkerHome home,
      Clock clock)
      throws IOException {
    List<String> reserved = new ArrayList<>(egress.reserved());
    String address = temporal.substring(temporal.lastIndexOf('/') + 1);
    if (address.indexOf(':') > 0) {
      reserved.add(address);
    }
    return IndexNetwork.start(
        properties, worker.apiUrl(), reserved, home.root().resolve("egress-packages"), clock);
  }

  @Bean
  Tools dependencyTools(Sandbox sandbox, IndexNetwork network, DependencyProperties properties) {
    SecretForms secrets = SecretForms.of(Uv.secrets(properties.packageIndex()));
    return new Tools(sandbox, sandbox.leadsThroughProxy() ? network : new HostNetwork(), secrets);
  }

  @Bean
  BaseInterpreter baseInterpreter(Tools tools, JobPlaces places) {
    return new BaseInterpreter(tools, places);
  }

  @Bean
  Environments environments(
      Tools tools,
      Uv uv,
      BaseInterpreter python,
      JobPlaces places,
      WorkerHome home,
      DependencyProperties properties,
      Clock clock)
      throws IOException {
    DependencyProperties.InstallProperties settings = properties.dependencies();
    EnvironmentStore store =
        EnvironmentStore.open(home.environments(), settings.cacheSize().toBytes(), clock);
    EnvironmentBuilder builder = new EnvironmentBuilder(tools, uv, python, places, store, settings);
    return new Environments(store, builder, python, tools.sandbox().level().wire());
  }

  @Bean
  DependencyLockingActivity dependencyLocking(
      GatewayClient gateway,
      Tools tools,
      Uv uv,
      BaseInterpreter python,
      JobPlaces places,
      Environments environments) {
    return new DependencyLockingActivity(
        gateway, new Locker(tools, uv, python, places), environments);
  }
}
