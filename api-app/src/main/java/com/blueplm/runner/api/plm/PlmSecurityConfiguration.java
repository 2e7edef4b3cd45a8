package com.blueplm.runner.api.plm;

import com.blueplm.runner.api.run.RefusedWrites;
import com.blueplm.runner.api.run.RunKeys;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import tools.jackson.databind.json.JsonMapper;

/** {@code /plm} is open to the keys of live attempts only: no session, no API token. */
@Configuration
class PlmSecurityConfiguration {

  @Bean
  @Order(1)
  SecurityFilterChain plmChain(
      HttpSecurity http, RunKeys keys, RefusedWrites refused, JsonMapper json) {
    RunKeyFilter filter = new RunKeyFilter(keys, refused, json);
    return http.securityMatcher("/plm", "/plm/**")
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .addFilterBefore(filter, UsernamePasswordAuthenticationFilter.class)
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .exceptionHandling(handling -> handling.authenticationEntryPoint(filter))
        .build();
  }
}
