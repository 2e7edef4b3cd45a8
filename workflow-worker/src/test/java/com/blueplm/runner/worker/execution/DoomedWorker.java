package com.blueplm.runner.worker.execution;

import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import com.blueplm.runner.worker.sandbox.TestSandboxes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A process that starts a script at each level, says which runs they are, and waits to be killed.
 */
final class DoomedWorker {

  private static final String SCRIPT =
      """
      import os, time
      if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
          time.sleep(300)
        os._exit(0)
      os.wait()
      print('ready')
      time.sleep(300)
      """;

  private DoomedWorker() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path home = Path.of(arguments[0]);
    TestSandboxes sandboxes = TestSandboxes.withGroups(home);
    for (Sandbox sandbox : List.of(sandboxes.bubblewrap(), sandboxes.process())) {
      var order = Orders.of(SCRIPT);
      Workspace workspace = Workspace.of(home.resolve("runs"), order);
      workspace.create(order, "{}");
      var process =
          new ScriptExecutor(sandbox, Clock.systemUTC())
              .start(order, workspace, new SandboxNetwork.None());
      var unused = process.stdout().read();
      System.out.println(order.runId());
    }
    System.out.flush();
    new CountDownLatch(1).await();
  }
}
