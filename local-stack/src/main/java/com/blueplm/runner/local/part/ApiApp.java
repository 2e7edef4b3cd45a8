package com.blueplm.runner.local.part;

import com.blueplm.runner.local.home.Directories;
import com.blueplm.runner.local.home.SecretFile;
import com.blueplm.runner.local.home.StackHome;
import com.blueplm.runner.local.postgres.DatabaseAccounts;
import com.blueplm.runner.local.postgres.Postgres;
import com.blueplm.runner.local.process.LogFile;
import com.blueplm.runner.local.process.StopRule;
import com.blueplm.runner.local.process.SupervisedPart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** api-app as a part of the stack: its keys, its settings, its process. */
public final class ApiApp {
  public static final String NAME = "api-app";
  private static final StopRule STOP_RULE = new StopRule("TERM", Duration.ofSeconds(10), "KILL");

  private ApiApp() {}

  /** Makes the keys that the apps share; done before any app is started. */
  public static void makeKeys(StackHome home) {
    SecretFile.readOrGenerate(home.adminToken(), "srt_");
    SecretFile.readOrGenerate(home.key("worker.key"), "");
    SecretFile.readOrGenerateKey(home.key("master.key"));
  }

  static AppImage prepare(StackContext context) throws IOException, InterruptedException {
    Installation installation = context.installation();
    return AppImage.prepare(
        installation.java(),
        installation.apiApp(),
        installation.store(),
        context.clock().instant());
  }

  /** Starts the app on a database that is ready. */
  static SupervisedPart start(StackContext context, AppImage image, Postgres postgres)
      throws IOException, InterruptedException {
    StackHome home = context.home();
    Path config = home.config(NAME + ".properties");
    SpringConfig.write(config, settings(context, postgres), Optional.empty());
    Path directory = Directories.make(home.root().resolve(NAME), "rwx------");
    JavaApp app =
        new JavaApp(NAME, image, config, directory, "512m", Optional.empty(), Optional.empty());
    app.train(context);
    LogFile.rotate(home.log(NAME));
    SupervisedPart part = context.supervisor().start(NAME, () -> app.command(context), STOP_RULE);
    context.progress().say("api-app: starting on 127.0.0.1:%d", context.ports().api());
    return part;
  }

  private static Map<String, String> settings(StackContext context, Postgres postgres) {
    StackHome home = context.home();
    DatabaseAccounts accounts = postgres.accounts();
    Links links = new Links(context.environment());
    Map<String, String> settings = new HashMap<>();
    settings.put("server.address", "127.0.0.1");
    settings.put("server.port", Integer.toString(context.ports().api()));
    settings.put(
        "spring.datasource.url",
        "jdbc:postgresql://%s/%s"
            .formatted(links.postgresOfApi(postgres.port()), DatabaseAccounts.DATABASE));
    settings.put("spring.datasource.username", DatabaseAccounts.APPLICATION_ROLE);
    settings.put("spring.datasource.password", accounts.application());
    // An idle connection is a process of 2 to 5 MB; more are opened within milliseconds when
    // needed.
    settings.put("spring.datasource.hikari.minimum-idle", "4");
    settings.put("spring.flyway.user", DatabaseAccounts.OWNER_ROLE);
    settings.put("spring.flyway.password", accounts.owner());
    settings.put(
        "spring.temporal.connection.target", links.temporalOfApi(context.ports().temporal()));
    settings.put("spring.temporal.namespace", "default");
    settings.put("runner.public-url", context.url());
    settings.put("runner.temporal-ui-url", context.temporalUiUrl());
    settings.put("runner.admin-token-file", home.adminToken().toString());
    settings.put("runner.worker-key-file", home.key("worker.key").toString());
    settings.put("runner.master-key-file", home.key("master.key").toString());
    context
        .installation()
        .webUi()
        .ifPresent(dist -> settings.put("runner.static-location", "file:" + dist + "/"));
    return settings;
  }
}
