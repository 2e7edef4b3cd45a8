package com.blueplm.runner.worker.gateway;

import com.blueplm.runner.worker.WorkerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {

  @Bean
  GatewayClient gatewayClient(WorkerProperties properties) {
    return new GatewayClient(properties.apiUrl(), properties.workerKeyFile());
  }
}
