package com.blueplm.runner.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every feature of the worker uses. */
@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  WorkerHome workerHome(WorkerProperties properties) throws IOException {
    return WorkerHome.open(properties.home());
  }

  @Bean
  WorkerIdentity workerIdentity() throws IOException {
    String host = InetAddress.getLocalHost().getHostName();
    String version = WorkerConfiguration.class.getPackage().getImplementationVersion();
    return new WorkerIdentity(
        UUID.randomUUID(),
        host + " (process " + ProcessHandle.current().pid() + ")",
        Objects.requireNonNullElse(version, "development"));
  }
}
