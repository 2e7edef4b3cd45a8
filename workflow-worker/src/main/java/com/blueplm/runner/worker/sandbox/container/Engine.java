package com.blueplm.runner.worker.sandbox.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A Docker or Podman engine behind its socket. Every call ends within 30 s, whatever the engine
 * does.
 */
public final class Engine implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final URI socket;
  private final DockerClient client;

  /** The engine at {@code unix:///path} or {@code tcp://host:port}; nothing is sent yet. */
  public Engine(URI socket) {
    this.socket = socket;
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(socket.toString())
            .withDockerTlsVerify(false)
            .build();
    var http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(socket)
            .connectionTimeout(PATIENCE)
            .build();
    this.client = DockerClientImpl.getInstance(config, http);
  }

  /**
   * The engine's kind and version, in words.
   *
   * @throws IOException when it does not answer
   */
  public String describe() throws IOException {
    Version version = call("tell its version", () -> client.versionCmd().exec());
    return "engine " + version.getVersion() + ", API " + version.getApiVersion();
  }

  String create(ContainerPlan plan) throws IOException {
    return call(
        "create a container of the image " + plan.image(),
        () ->
            client
                .createContainerCmd(plan.image())
                .withUser(plan.user())
                .withEntrypoint(plan.entrypoint())
                .withCmd(plan.arguments())
                .withEnv(List.of())
                .withHostName("script-run")
                .withWorkingDir(ContainerPlan.TEMPORARY)
                .withLabels(plan.labels())
                .withHostConfig(plan.host())
                .exec()
                .getId());
  }

  /** Takes over the output of a container that is not started yet. */
  Attachment attach(String id) throws IOException {
    Attachment attachment = new Attachment();
    return call(
        "pass on the output of a container",
        () -> {
          var unused =
              client
                  .attachContainerCmd(id)
                  .withStdOut(true)
                  .withStdErr(true)
                  .withFollowStream(true)
                  .exec(attachment);
          if (!attachment.awaitStarted(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("the output did not open");
          }
          return attachment;
        });
  }

  void start(String id) throws IOException {
    call("start a container", () -> client.startContainerCmd(id).exec());
  }

  /** Kills all that is in a container; a container that has ended or gone is no error. */
  void kill(String id) throws IOException {
    call(
        "kill a container",
        () -> {
          try {
            return client.killContainerCmd(id).withSignal("KILL").exec();
          } catch (NotFoundException | ConflictException e) {
            return null;
          }
        });
  }

  /** Kills and removes a container; one that has gone is no error. */
  void remove(String id) throws IOException {
    call(
        "remove a container",
        () -> {
          try {
            return client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
          } catch (NotFoundException | ConflictException e) {
            // A conflict: its removal is under way already.
            return null;
          }
        });
  }

  ContainerLife life(String id) throws IOException {
    return call(
        "tell the state of a container",
        () -> {
          try {
            return lifeOf(client.inspectContainerCmd(id).exec().getState());
          } catch (NotFoundException e) {
            return ContainerLife.REMOVED;
          }
        });
  }

  /** The containers, running or not, of a worker's home. */
  List<String> ownedBy(String owner) throws IOException {
    return call(
        "list containers",
        () ->
            client
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(ContainerLabels.OWNER, owner))
                .exec()
                .stream()
                .map(Container::getId)
                .toList());
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ContainerLife lifeOf(ContainerState state) {
    boolean alive =
        Boolean.TRUE.equals(state.getRunning()) || Boolean.TRUE.equals(state.getPaused());
    Long exitCode = state.getExitCodeLong();
    return new ContainerLife(
        !alive,
        exitCode == null ? 0 : exitCode.intValue(),
        Boolean.TRUE.equals(state.getOOMKilled()));
  }

  /** The client's own timeouts do not hold on unix sockets, so a thread of its own waits. */
  private <T extends @Nullable Object> T call(String what, Callable<T> request) throws IOException {
    FutureTask<T> answer = new FutureTask<>(request);
    Thread.ofVirtual().name("container-engine").start(answer);
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw failure(what, String.valueOf(cause.getMessage()).strip(), cause);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw failure(what, "no answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw failure(what, "the worker stops waiting", e);
    }
  }

  private EngineException failure(String what, String reason, Throwable cause) {
    return new EngineException(
        "The container engine at %s did not %s: %s".formatted(socket, what, reason), cause);
  }
}
