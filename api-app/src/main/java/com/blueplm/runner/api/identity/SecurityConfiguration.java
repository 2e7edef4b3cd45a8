package com.blueplm.runner.api.identity;

import com.blueplm.runner.api.config.RunnerProperties;
import com.blueplm.runner.api.problem.Problem;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.problem.ProblemWriter;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.session.web.http.CookieSerializer;

/**
 * Deny by default. The worker gateway has its key, the PLM data API a chain of its own in its own
 * package; the last chain takes every other request, and what it does not know it refuses.
 */
@Configuration
@EnableWebSecurity
class SecurityConfiguration {
  private static final int MIN_WORKER_KEY = 32;

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SecurityFilterChain workerChain(
      HttpSecurity http, RunnerProperties properties, ProblemWriter writer) {
    String key = KeyFile.read("runner.worker-key-file", properties.workerKeyFile(), MIN_WORKER_KEY);
    return bare(http)
        .securityMatcher("/worker/**")
        .addFilterBefore(new WorkerKeyFilter(Sha256.of(key), writer), AuthorizationFilter.class)
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }

  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  SecurityFilterChain mainChain(
      HttpSecurity http,
      IdentityRepository identities,
      BrowserSessions sessions,
      RouteRules rules,
      RouteAuthorization routes,
      ProblemWriter writer) {
    return bare(http)
        .addFilterBefore(
            new CredentialFilter(identities, sessions, rules, writer), AuthorizationFilter.class)
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .anyRequest()
                    .access(routes))
        .exceptionHandling(
            refusals -> refusals.authenticationEntryPoint(routes).accessDeniedHandler(routes))
        .build();
  }

  @Bean
  CookieSerializer cookieSerializer(BrowserSessions sessions) {
    return sessions.cookies();
  }

  /** Methods are judged by the list of routes, which can answer 405; odd paths go no further. */
  @Bean
  HttpFirewall httpFirewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    return firewall;
  }

  @Bean
  RequestRejectedHandler requestRejectedHandler(ProblemWriter writer) {
    return (request, response, rejected) ->
        writer.write(
            request,
            response,
            Problem.of(
                ProblemException.invalid(
                    "request", "has a path, parameter or header with characters not allowed")));
  }

  /** A chain without what Spring Security brings for server-side pages. */
  private static HttpSecurity bare(HttpSecurity http) {
    return http.csrf(AbstractHttpConfigurer::disable)
        .headers(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
  }
}
