package com.blueplm.runner.local.postgres;

import com.blueplm.runner.local.console.LauncherException;
import com.blueplm.runner.local.home.AtomicFile;
import com.blueplm.runner.local.home.Directories;
import com.blueplm.runner.local.home.Ports;
import com.blueplm.runner.local.home.SecretFile;
import com.blueplm.runner.local.home.StackHome;
import com.blueplm.runner.local.home.SystemUser;
import com.blueplm.runner.local.process.ChildCommand;
import com.blueplm.runner.local.process.LogFile;
import com.blueplm.runner.local.process.ProcessSpawner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The data directory of the embedded Postgres: made once, by initdb, with scram and checksums. */
final class PostgresCluster {
  private final StackHome home;
  private final PostgresBinaries binaries;
  private final ProcessSpawner spawner;

  PostgresCluster(StackHome home, PostgresBinaries binaries, ProcessSpawner spawner) {
    this.home = home;
    this.binaries = binaries;
    this.spawner = spawner;
  }

  Path data() {
    return home.postgres().resolve("data");
  }

  boolean exists() {
    return Files.isDirectory(data());
  }

  /**
   * Takes the port of earlier starts while it is free, so that bookmarked connections keep working.
   */
  int port() throws IOException {
    Path file = home.config("postgres.port");
    int wanted = Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
    int port = Ports.free(wanted);
    AtomicFile.write(file, Integer.toString(port).getBytes(StandardCharsets.UTF_8));
    return port;
  }

  /** Makes the data directory; it appears under its name only when initdb has succeeded. */
  void create(String superuserPassword) throws IOException, InterruptedException {
    Path fresh = home.postgres().resolve("data.new");
    Path passwordFile = home.postgres().resolve("initdb.password");
    Directories.remove(fresh);
    SecretFile.write(passwordFile, superuserPassword, Optional.empty());
    if (home.databaseUser().isPresent()) {
      home.databaseUser().get().giveOwnership(passwordFile);
    }
    Path log = home.log("initdb");
    Process initdb = spawner.start(command(initdbArguments(fresh, passwordFile), log));
    int code = initdb.waitFor();
    Files.delete(passwordFile);
    if (code != 0) {
      throw new LauncherException(
          "initdb failed (exit code %d); the end of %s:%n%s"
              .formatted(code, log, String.join("\n", LogFile.tail(log, 10))));
    }
    Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  ChildCommand serverCommand(int port) {
    return command(serverArguments(port), home.log("postgres"));
  }

  private List<String> initdbArguments(Path fresh, Path passwordFile) {
    return List.of(
        binaries.program("initdb").toString(),
        "--pgdata=" + fresh,
        "--username=postgres",
        "--pwfile=" + passwordFile,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums",
        "--no-instructions");
  }

  /**
   * Durable settings, TCP on 127.0.0.1 only; a socket file would be limited to 107 characters of
   * path.
   */
  private List<String> serverArguments(int port) {
    return List.of(
        binaries.program("postgres").toString(),
        "-D",
        data().toString(),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "port=" + port,
        "-c",
        "unix_socket_directories=",
        "-c",
        "fsync=on",
        "-c",
        "full_page_writes=on",
        "-c",
        "synchronous_commit=on",
        "-c",
        "password_encryption=scram-sha-256",
        "-c",
        "max_connections=100",
        "-c",
        "shared_buffers=128MB",
        "-c",
        "io_method=sync",
        "-c",
        "jit=off",
        "-c",
        "log_checkpoints=off",
        "-c",
        "log_timezone=UTC",
        "-c",
        "timezone=UTC",
        "-c",
        "cluster_name=script-runner");
  }

  /**
   * A launcher that is killed leaves no orphan: SIGQUIT makes the postmaster end its children at
   * once.
   */
  private ChildCommand command(List<String> arguments, Path log) {
    Map<String, String> environment =
        Map.of(
            "PATH",
            "/usr/bin:/bin",
            "LANG",
            "C.UTF-8",
            "TZ",
            "UTC",
            "HOME",
            home.postgres().toString());
    return new ChildCommand(
        arguments,
        environment,
        home.postgres(),
        log,
        home.databaseUser().map(SystemUser::name),
        "QUIT");
  }
}
