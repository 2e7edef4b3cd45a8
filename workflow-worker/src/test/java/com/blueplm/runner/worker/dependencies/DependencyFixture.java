package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.contract.gateway.LockOrder;
import com.blueplm.runner.contract.gateway.LockResult;
import com.blueplm.runner.worker.WorkerHome;
import com.blueplm.runner.worker.execution.Machine;
import com.blueplm.runner.worker.execution.SecretForms;
import com.blueplm.runner.worker.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** The worker's side of dependencies over a real sandbox and a package index of the test's own. */
public final class DependencyFixture {

  final WorkerHome home;
  final DependencyProperties properties;
  final IndexNetwork network;
  final Locker locker;
  final EnvironmentStore store;
  final Environments environments;

  DependencyFixture(Sandbox sandbox, WorkerHome home, DependencyProperties properties, Clock clock)
      throws IOException {
    this.home = home;
    this.properties = properties;
    Uv uv = new Uv(properties);
    JobPlaces places = new JobPlaces(home.runs());
    network =
        IndexNetwork.start(
            properties,
            URI.create("http://127.0.0.1:9"),
            List.of(),
            Files.createTempDirectory(home.root(), "egress"),
            clock);
    Tools tools =
        new Tools(sandbox, network, SecretForms.of(Uv.secrets(properties.packageIndex())));
    BaseInterpreter python = new BaseInterpreter(tools, places);
    locker = new Locker(tools, uv, python, places);
    var settings = properties.dependencies();
    store = EnvironmentStore.open(home.environments(), settings.cacheSize().toBytes(), clock);
    EnvironmentBuilder builder = new EnvironmentBuilder(tools, uv, python, places, store, settings);
    environments = new Environments(store, builder, python, sandbox.level().wire());
  }

  /** Environments of a worker that asks this index; uv's absence skips the test. */
  public static Environments environments(Sandbox sandbox, WorkerHome home, URI index)
      throws IOException {
    return new DependencyFixture(sandbox, home, properties(Machine.uv(), index), Clock.systemUTC())
        .environments;
  }

  /** The lock that a worker makes that asks this index. */
  public static LockResult lock(Sandbox sandbox, WorkerHome home, URI index, LockOrder order)
      throws IOException {
    return new DependencyFixture(sandbox, home, properties(Machine.uv(), index), Clock.systemUTC())
        .locker.lock(order);
  }

  /** Environments of a worker without uv. */
  public static Environments withoutUv(Sandbox sandbox, WorkerHome home) throws IOException {
    return new DependencyFixture(sandbox, home, properties(null, null), Clock.systemUTC())
        .environments;
  }

  static DependencyProperties properties(@Nullable Path uv, @Nullable URI index) {
    return properties(uv, index, Duration.ofSeconds(120), DataSize.ofMegabytes(200));
  }

  static DependencyProperties properties(
      @Nullable Path uv, @Nullable URI index, Duration timeout, DataSize cache) {
    return new DependencyProperties(
        uv, index, new DependencyProperties.InstallProperties(false, timeout, cache, List.of()));
  }
}
