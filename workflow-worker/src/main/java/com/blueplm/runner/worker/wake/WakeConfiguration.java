package com.blueplm.runner.worker.wake;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WakeConfiguration {

  @Bean
  Wakefulness wakefulness() {
    return Wakefulness.start();
  }
}
