package com.blueplm.runner.api.output;

import static com.blueplm.runner.contract.OutputStream.STDERR;
import static com.blueplm.runner.contract.OutputStream.STDOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TestRun;
import com.blueplm.runner.contract.OutputStream;
import com.blueplm.runner.contract.RunStatus;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class OutputApiTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  @Test
  void windowHasTheMembersOfTheContract() {
    TestRun run = TestRun.running(server);
    run.print(STDOUT, "one\ntwo\n");
    run.print(STDERR, "warn");

    JsonNode window = get(run, "/output").json();

    assertThat(window.at("/lines/0").propertyNames())
        .containsExactlyInAnyOrder("n", "stream", "attempt", "at", "text");
    assertThat(window.at("/lines/0/at").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(window.at("/lines/1/text").asString()).isEqualTo("two");
    assertThat(window.at("/lines/1/n").asInt()).isEqualTo(1);
    assertThat(window.at("/lines/1/stream").asString()).isEqualTo("stdout");
    assertThat(window.at("/lines/1/attempt").asInt()).isEqualTo(1);
    assertThat(window.at("/total_lines").asInt()).isEqualTo(2);
    assertThat(window.at("/complete").asBoolean()).isFalse();
  }

  @Test
  void runIsCompleteOnceItIsOverAndShownToItsEnd() {
    TestRun run = TestRun.running(server);
    assertThat(complete(run, "/output")).isFalse();
    run.print(STDOUT, "one\ntwo");
    run.finish(RunStatus.ERROR);

    assertThat(texts(get(run, "/output"))).containsExactly("one", "two");
    assertThat(complete(run, "/output")).isTrue();
    assertThat(complete(run, "/output?limit=1")).isFalse();
    assertThat(complete(run, "/output?limit=1&from_line=1")).isTrue();
    assertThat(complete(run, "/output?from_line=7")).isTrue();
    assertThat(texts(get(run, "/output?from_line=7"))).isEmpty();
  }

  @Test
  void runWithoutOutputIsCompleteAndEmpty() {
    TestRun run = TestRun.running(server);
    run.finish(RunStatus.SUCCESS);

    JsonNode window = get(run, "/output").json();

    assertThat(window.at("/lines").size()).isZero();
    assertThat(window.at("/total_lines").asInt()).isZero();
    assertThat(window.at("/complete").asBoolean()).isTrue();
    assertThat(get(run, "/output.txt").expect(200).bytes()).isEmpty();
  }

  @Test
  void windowsAnywhereShowTheSameLinesWhateverTheFilter() {
    TestRun run = TestRun.running(server);
    List<String> expected = printRandomly(run, 400);

    for (int from : new int[] {0, 1, 17, 199, 398, 399, 400}) {
      for (int limit : new int[] {1, 7, 1000}) {
        for (String stream : List.of("both", "stdout", "stderr")) {
          List<String> wanted =
              expected.stream()
                  .skip(from)
                  .filter(line -> stream.equals("both") || line.contains(stream))
                  .limit(limit)
                  .toList();
          Answer answer =
              get(run, "/output?stream=%s&from_line=%d&limit=%d".formatted(stream, from, limit));
          assertThat(texts(answer)).isEqualTo(wanted);
          assertThat(answer.json().at("/total_lines").asInt()).isEqualTo(400);
          for (JsonNode line : answer.json().at("/lines")) {
            assertThat(line.at("/text").asString()).isEqualTo(expected.get(line.at("/n").asInt()));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 100})
  void nextLineLeadsThroughAFilteredRun(int limit) {
    TestRun run = TestRun.running(server);
    List<String> expected = printRandomly(run, 200);
    run.finish(RunStatus.SUCCESS);

    List<String> read = new ArrayList<>();
    long next = 0;
    boolean complete = false;
    while (!complete) {
      Answer answer =
          get(run, "/output?stream=stderr&from_line=%d&limit=%d".formatted(next, limit));
      read.addAll(texts(answer));
      assertThat(answer.json().at("/next_line").asLong()).isGreaterThan(next);
      next = answer.json().at("/next_line").asLong();
      complete = answer.json().at("/complete").asBoolean();
    }

    assertThat(read).isEqualTo(expected.stream().filter(l -> l.contains("stderr")).toList());
  }

  @Test
  void hugeLinesComeInSeveralWindows() {
    TestRun run = TestRun.running(server);
    for (int i = 0; i < 10; i++) {
      run.print(STDOUT, "x".repeat(2 << 20));
    }

    JsonNode window = get(run, "/output?limit=10000").json();

    assertThat(window.at("/total_lines").asInt()).isEqualTo(320);
    assertThat(window.at("/next_line").asInt()).isBetween(100, 130);
  }

  @Test
  void textIsTheBytesThatWereSent() {
    TestRun run = TestRun.running(server);
    Random random = new Random(7);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    for (int i = 0; i < 40; i++) {
      byte[] bytes = new byte[random.nextInt(100_000)];
      random.nextBytes(bytes);
      boolean toErr = random.nextBoolean();
      run.print(toErr ? STDERR : STDOUT, bytes);
      (toErr ? err : out).writeBytes(bytes);
    }

    assertThat(get(run, "/output.txt?stream=stdout").bytes()).isEqualTo(out.toByteArray());
    assertThat(get(run, "/output.txt?stream=stderr").bytes()).isEqualTo(err.toByteArray());
    run.finish(RunStatus.SUCCESS);
    assertThat(get(run, "/output.txt?stream=stdout").bytes()).isEqualTo(out.toByteArray());
  }

  @Test
  void textOfBothStreamsKeepsTheirLinesApart() {
    TestRun run = TestRun.running(server);
    run.print(STDOUT, "one\nhalf");
    run.print(STDERR, "warn\nand");

    Answer text = get(run, "/output.txt");

    assertThat(text.body()).isEqualTo("one\nwarn\nhalf\nand");
    assertThat(text.header("Content-Type").orElse("").replace(" ", ""))
        .isEqualToIgnoringCase("text/plain;charset=utf-8");
    assertThat(text.header("Content-Disposition"))
        .contains("inline; filename=\"run-" + run.id() + "-both.txt\"");
    assertThat(text.header("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void searchAnswersLineNumbers() {
    TestRun run = TestRun.running(server);
    run.print(STDOUT, "part A-1\npart B-2\n");
    run.print(STDERR, "a.c\nabc part\n");

    assertThat(found(run, "q=part")).containsExactly(0L, 1L, 3L);
    assertThat(found(run, "q=a.c")).containsExactly(2L);
    assertThat(found(run, "q=a.c&regex=true")).containsExactly(2L, 3L);
    assertThat(found(run, "q=%5Epart.*%5Cd%24&regex=true")).containsExactly(0L, 1L);
    assertThat(found(run, "q=part&stream=stderr")).containsExactly(3L);
    assertThat(found(run, "q=part&from_line=1")).containsExactly(1L, 3L);
    assertThat(found(run, "q=nowhere")).isEmpty();
  }

  @Test
  void searchIsBoundedInAnswersAndTime() {
    TestRun run = TestRun.running(server);
    run.print(STDOUT, "hit\n".repeat(10_001) + "a".repeat(60_000) + "!\n");

    JsonNode many = get(run, "/output/search?q=hit").json();
    assertThat(many.at("/lines").size()).isEqualTo(10_000);
    assertThat(many.at("/truncated").asBoolean()).isTrue();
    assertThat(many.at("/next_line").asInt()).isEqualTo(10_000);
    assertThat(found(run, "q=(a%2B)%2B%24&regex=true")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "stream, /output?stream=all",
    "from_line, /output?from_line=-1",
    "from_line, /output?from_line=x",
    "limit, /output?limit=0",
    "limit, /output?limit=10001",
    "lines, /output?lines=1",
    "stream, /output.txt?stream=one",
    "q, /output/search",
    "q, /output/search?q=",
    "q, /output/search?q=(&regex=true",
    "q, /output/search?q=((x%7B1000%7D)%7B1000%7D)%7B1000%7D&regex=true",
    "regex, /output/search?q=x&regex=perhaps",
    "q, /output/search?q=%00"
  })
  void badParameterIsNamed(String field, String rest) {
    TestRun run = TestRun.running(server);

    Answer refusal = get(run, rest).expect(400);

    assertThat(refusal.text("/code")).isEqualTo("VALIDATION_FAILED");
    assertThat(refusal.text("/errors/0/field")).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/output", "/output.txt", "/output/search?q=x"})
  void runOfAnotherOrganisationIsMissing(String rest) {
    TestRun run = TestRun.running(server);
    run.print(STDOUT, "secret\n");

    assertThat(server.otherAdmin().get(run.path(rest)).status()).isEqualTo(404);
    assertThat(server.viewer().get("/api/runs/" + UUID.randomUUID() + rest).status())
        .isEqualTo(404);
    assertThat(server.viewer().get("/api/runs/nonsense" + rest).status()).isEqualTo(404);
    assertThat(server.anonymous().get(run.path(rest)).status()).isEqualTo(401);
  }

  private static List<String> printRandomly(TestRun run, int count) {
    Random random = new Random(count);
    List<String> lines = new ArrayList<>();
    while (lines.size() < count) {
      OutputStream stream = random.nextInt(4) == 0 ? STDERR : STDOUT;
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(9); i >= 0 && lines.size() < count; i--) {
        String line = stream.wire() + " " + lines.size();
        text.append(line).append('\n');
        lines.add(line);
      }
      run.print(stream, text.toString());
    }
    return lines;
  }

  private static List<Long> found(TestRun run, String query) {
    List<Long> lines = new ArrayList<>();
    Answer answer = get(run, "/output/search?" + query).expect(200);
    answer.json().at("/lines").forEach(n -> lines.add(n.asLong()));
    return lines;
  }

  private static boolean complete(TestRun run, String rest) {
    return get(run, rest).expect(200).json().at("/complete").asBoolean();
  }

  private static Answer get(TestRun run, String rest) {
    return server.viewer().get(run.path(rest));
  }

  private static List<String> texts(Answer answer) {
    List<String> texts = new ArrayList<>();
    answer.expect(200).json().at("/lines").forEach(line -> texts.add(line.at("/text").asString()));
    return texts;
  }
}
