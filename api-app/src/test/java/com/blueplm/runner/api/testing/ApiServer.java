package com.blueplm.runner.api.testing;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The real application on a random port, on a real Postgres, with Temporal unreachable unless a
 * target is given. Usual form:
 *
 * <pre>{@code
 * @RegisterExtension static final ApiServer server = ApiServer.shared();
 * }</pre>
 *
 * <p>The shared server is one per JVM and starts with the first test class; before each class its
 * scripts, runs and PLM rows are removed. A server with other settings is made by {@link #with} and
 * lives as long as its test class, or until {@link #close}.
 */
public final class ApiServer implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
  private static final ApiServer SHARED = new ApiServer(Map.of(), List.of(), true);

  private final Map<String, String> properties;
  private final List<Class<?>> sources;
  private final boolean shared;
  private @Nullable RunningApi running;

  private ApiServer(Map<String, String> properties, List<Class<?>> sources, boolean shared) {
    this.properties = properties;
    this.sources = sources;
    this.shared = shared;
  }

  /** The server that all test classes of this JVM share. */
  public static ApiServer shared() {
    return SHARED;
  }

  /**
   * A server of its own, with further properties ({@code spring.temporal.connection.target}, …) and
   * further configuration classes.
   */
  public static ApiServer with(Map<String, String> properties, Class<?>... sources) {
    return new ApiServer(Map.copyOf(properties), List.of(sources), false);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start();
    if (shared) {
      clear();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!shared) {
      close();
    }
  }

  /** Starts the application if it is not running; for use outside of {@code @RegisterExtension}. */
  public ApiServer start() {
    if (running == null) {
      running = RunningApi.start(properties, sources);
    }
    return this;
  }

  /** Stops the application and starts it again on the same database with the same files. */
  public void restart() {
    running = running().restart();
  }

  /**
   * Starts a second application on the same database with the same files, with some other
   * properties; it lives until it is closed, whatever becomes of this one.
   */
  public ApiServer replica(Map<String, String> properties) {
    ApiServer replica = new ApiServer(properties, sources, false);
    replica.running = running().replica(properties);
    return replica;
  }

  @Override
  public void close() {
    if (running != null) {
      running.context.close();
      running = null;
    }
  }

  /** Removes scripts, runs, workers and PLM rows; organisations, users and tokens stay. */
  public void clear() {
    database()
        .sql(
            """
            TRUNCATE scripts, script_revisions, script_runs, workers, plm_vaults, plm_suppliers
              CASCADE
            """)
        .update();
  }

  /** A caller with the rights of the first admin. */
  public ApiClient admin() {
    return client(running().adminToken);
  }

  /** A caller with role operator in the first organisation. */
  public ApiClient operator() {
    return client(running().members.operatorToken());
  }

  /** A caller with role viewer in the first organisation. */
  public ApiClient viewer() {
    return client(running().members.viewerToken());
  }

  /** An admin of the second organisation. */
  public ApiClient otherAdmin() {
    return client(running().members.otherAdminToken());
  }

  /**
   * A caller of the first organisation with a new user of this role and a token with these scopes.
   */
  public ApiClient member(String role, String... scopes) {
    return client(TestMembers.createMember(database(), orgId(), role, scopes));
  }

  /** A caller without credential. */
  public ApiClient anonymous() {
    return new ApiClient(uri(), Map.of());
  }

  /** A worker. */
  public ApiClient worker() {
    return client(running().workerKey);
  }

  /** A caller with this bearer token. */
  public ApiClient client(String token) {
    return new ApiClient(uri(), Map.of("Authorization", "Bearer " + token));
  }

  /** The organisation of {@link #admin}, {@link #operator} and {@link #viewer}. */
  public UUID orgId() {
    return running().members.orgId();
  }

  /** The organisation of {@link #otherAdmin}. */
  public UUID otherOrgId() {
    return running().members.otherOrgId();
  }

  /** The address of the application, without a path. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + running().port());
  }

  /** The database, as its owner: for preparing rows and for looking at what was written. */
  public JdbcClient database() {
    return running().owner;
  }

  /** Takes the database away from the application until {@link #reopenDatabase}. */
  public void closeDatabase() {
    TestPostgres.close(running().database);
  }

  /** Gives the database back. */
  public void reopenDatabase() {
    TestPostgres.reopen(running().database);
  }

  /** A bean of the running application. */
  public <T> T bean(Class<T> type) {
    return running().context.getBean(type);
  }

  /** Every row of every table as text: what a dump of the database would show. */
  public String dump() {
    return database()
        .sql("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        .query(String.class)
        .list()
        .stream()
        .flatMap(
            table ->
                database()
                    .sql("SELECT CAST(t AS text) FROM \"" + table + "\" t")
                    .query(String.class)
                    .list()
                    .stream())
        .collect(Collectors.joining("\n"));
  }

  /** The directory with the key files of this application. */
  public Path keys() {
    return running().keys;
  }

  private RunningApi running() {
    if (running == null) {
      throw new IllegalStateException(
          "Register the ApiServer with @RegisterExtension, or start it");
    }
    return running;
  }
}
