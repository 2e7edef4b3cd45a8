package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.worker.WorkerHome;
import com.blueplm.runner.worker.execution.SecretForms;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.sandbox.Sandbox;
import java.io.IOException;
import java.time.Clock;
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
  Tools dependencyTools(Sandbox sandbox, DependencyProperties properties) {
    SecretForms secrets = SecretForms.of(Uv.secrets(properties.packageIndex()));
    return new Tools(sandbox, new HostNetwork(), secrets);
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
