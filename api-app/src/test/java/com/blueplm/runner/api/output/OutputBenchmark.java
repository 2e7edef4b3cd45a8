package com.blueplm.runner.api.output;

import static com.blueplm.runner.contract.OutputStream.STDERR;
import static com.blueplm.runner.contract.OutputStream.STDOUT;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.blueplm.runner.api.testing.ApiClient;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TestRun;
import com.blueplm.runner.contract.RunStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Measures output on this machine, printed and not asserted. Run by hand: {@code mvn test -pl
 * api-app -am -Dtest=OutputBenchmark -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class OutputBenchmark {
  private static final int LINES = 1_000_000;
  private static final byte[] CHUNK = ("z".repeat(99) + "\n").repeat(655).getBytes(UTF_8);

  @RegisterExtension static final ApiServer server = ApiServer.shared();

  @Test
  void measure() throws IOException, InterruptedException {
    TestRun warm = TestRun.running(server);
    smallAppends(warm, 2_000);
    report("small append (60 bytes, one transaction)", smallAppends(warm, 3_000));

    TestRun run = TestRun.running(server);
    long start = System.nanoTime();
    Random random = new Random(1);
    byte[] chunk = CHUNK.clone();
    int chunks = LINES / 655 + 1;
    for (int i = 0; i < chunks; i++) {
      for (int at = 0; at < chunk.length; at++) {
        if (chunk[at] != '\n') {
          chunk[at] = (byte) (' ' + random.nextInt(64));
        }
      }
      run.print(i % 10 == 9 ? STDERR : STDOUT, chunk);
    }
    speed("append in 64 KiB chunks, incompressible text", (long) chunks * chunk.length, start);
    run.finish(RunStatus.SUCCESS);
    report("tails", times(20, i -> run.tails()));

    for (String query : new String[] {"", "&stream=stdout", "&stream=stderr"}) {
      windows(run, query, 200);
      report("window of 1000 lines anywhere, HTTP " + query, windows(run, query, 300));
    }
    text(run);
    start = System.nanoTime();
    speed("output.txt over HTTP", text(run), start);
    start = System.nanoTime();
    speed("events replayed over HTTP", events(run), start);
    start = System.nanoTime();
    server.viewer().get(run.path("/output/search?q=nowhere")).expect(200);
    speed("search, text", (long) chunks * chunk.length, start);
    start = System.nanoTime();
    server.viewer().get(run.path("/output/search?regex=true&q=no(where%7Cbody)%5Cd")).expect(200);
    speed("search, expression", (long) chunks * chunk.length, start);
    report("append to line read by an open event stream", lineLatency());
  }

  private static long[] smallAppends(TestRun run, int count) {
    return times(count, i -> run.print(STDOUT, ("x".repeat(59) + "\n")));
  }

  private static long[] windows(TestRun run, String query, int count) {
    Random random = new Random(2);
    return times(
        count,
        i ->
            server
                .viewer()
                .get(run.path("/output?from_line=" + random.nextInt(LINES) + query))
                .expect(200));
  }

  private static long text(TestRun run) throws IOException, InterruptedException {
    try (InputStream body = open(run.path("/output.txt"))) {
      byte[] buffer = new byte[1 << 16];
      long bytes = 0;
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        bytes += read;
      }
      return bytes;
    }
  }

  private static long events(TestRun run) throws IOException, InterruptedException {
    try (InputStream body = open(run.path("/events"))) {
      byte[] buffer = new byte[1 << 16];
      long bytes = 0;
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        bytes += read;
      }
      System.out.printf("  events: %,d bytes on the wire%n", bytes);
      return (long) LINES * 100;
    }
  }

  private static long[] lineLatency() throws IOException, InterruptedException {
    TestRun run = TestRun.running(server);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(open(run.path("/events")), UTF_8))) {
      return times(
          300,
          i -> {
            run.print(STDOUT, "line-" + i + "-\n");
            try {
              String line = reader.readLine();
              while (line != null && !line.contains("line-" + i + "-")) {
                line = reader.readLine();
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private static InputStream open(String path) throws IOException, InterruptedException {
    return ApiClient.http()
        .send(
            server.viewer().request("GET", path, null).build(),
            HttpResponse.BodyHandlers.ofInputStream())
        .body();
  }

  private static long[] times(int count, IntConsumer action) {
    long[] times = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      action.accept(i);
      times[i] = System.nanoTime() - start;
    }
    return times;
  }

  private static void report(String what, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        "%-55s median %.2f ms, p95 %.2f ms, max %.2f ms%n",
        what,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 95 / 100] / 1e6,
        nanos[nanos.length - 1] / 1e6);
  }

  private static void speed(String what, long bytes, long startNanos) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    System.out.printf(
        "%-55s %.1f MB in %.2f s = %.1f MB/s%n", what, bytes / 1e6, seconds, bytes / 1e6 / seconds);
  }
}
