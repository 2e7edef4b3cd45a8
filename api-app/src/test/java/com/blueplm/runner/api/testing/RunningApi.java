package com.blueplm.runner.api.testing;

import com.blueplm.runner.api.ApiApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One start of the application and what it was started with. */
final class RunningApi {
  final ConfigurableApplicationContext context;
  final Map<String, Object> settings;
  final List<Class<?>> sources;
  final Path keys;
  final String adminToken;
  final String workerKey;
  final String database;
  final JdbcClient owner;
  final TestMembers members;

  private RunningApi(
      Map<String, Object> settings,
      List<Class<?>> sources,
      Path keys,
      String database,
      @Nullable TestMembers members) {
    this.settings = settings;
    this.sources = sources;
    this.keys = keys;
    this.database = database;
    this.owner = JdbcClient.create(TestPostgres.ownerOf(database));
    this.context = run(settings, sources);
    this.adminToken = read(keys.resolve("admin-token"));
    this.workerKey = read(keys.resolve("worker-key"));
    this.members = members == null ? TestMembers.create(owner) : members;
  }

  static RunningApi start(Map<String, String> properties, List<Class<?>> sources) {
    Path keys = createKeys();
    String database = TestPostgres.createDatabase();
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("server.address", "127.0.0.1");
    settings.put("server.port", "0");
    settings.put("spring.datasource.url", TestPostgres.url(database));
    settings.put("spring.datasource.username", TestPostgres.APPLICATION);
    settings.put("spring.datasource.password", "unused");
    settings.put("spring.flyway.user", TestPostgres.OWNER);
    settings.put("spring.flyway.password", "unused");
    // The driver takes the JVM's zone otherwise; code that mixes up the two must fail here.
    settings.put(
        "spring.datasource.hikari.connection-init-sql", "SET TIME ZONE 'America/Los_Angeles'");
    settings.put("spring.temporal.connection.target", "127.0.0.1:1");
    settings.put("spring.temporal.namespace", "default");
    settings.put("runner.public-url", "http://127.0.0.1:8080");
    settings.put("runner.admin-token-file", keys.resolve("admin-token").toString());
    settings.put("runner.worker-key-file", keys.resolve("worker-key").toString());
    settings.put("runner.master-key-file", keys.resolve("master-key").toString());
    settings.put("spring.main.banner-mode", "off");
    settings.putAll(properties);
    return new RunningApi(settings, sources, keys, database, null);
  }

  RunningApi restart() {
    context.close();
    return new RunningApi(settings, sources, keys, database, members);
  }

  /** A second start on the same database with the same files, with some other properties. */
  RunningApi replica(Map<String, String> properties) {
    Map<String, Object> others = new LinkedHashMap<>(settings);
    others.putAll(properties);
    return new RunningApi(others, sources, keys, database, members);
  }

  int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private static ConfigurableApplicationContext run(
      Map<String, Object> settings, List<Class<?>> sources) {
    String[] arguments =
        settings.entrySet().stream()
            .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
            .toArray(String[]::new);
    return new SpringApplicationBuilder(ApiApplication.class)
        .sources(sources.toArray(Class<?>[]::new))
        .registerShutdownHook(true)
        .run(arguments);
  }

  private static Path createKeys() {
    try {
      Path keys = Files.createTempDirectory("api-app-test-keys");
      Files.writeString(keys.resolve("admin-token"), TestMembers.randomToken());
      Files.writeString(keys.resolve("worker-key"), TestMembers.randomToken());
      Files.writeString(
          keys.resolve("master-key"),
          Base64.getEncoder().encodeToString(TestMembers.randomBytes(32)));
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
