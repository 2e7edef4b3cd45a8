package com.blueplm.runner.api.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.contract.OutputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LineAssemblerTest {
  private final LineAssembler assembler = assembler();

  @Test
  void lineGoesOverTheBordersOfPieces() {
    push("a");
    push("b\nc");
    push("\nd");

    assertThat(lines(assembler)).containsExactly("ab", "c");
    assertThat(assembler.head().stdout().pending()).containsExactly('d');
    assertThat(assembler.head().stdout().offset()).isEqualTo(6);
  }

  @Test
  void carriageReturnBeforeANewlineIsNotText() {
    push("one\r");
    push("\ntwo\r\n10 %\r20 %\n\r\n");

    assertThat(lines(assembler)).containsExactly("one", "two", "10 %\r20 %", "");
  }

  @Test
  void invalidUtf8BecomesReplacementCharactersAndNulIsLeftOut() {
    push(new byte[] {'a', (byte) 0xE2, (byte) 0x82});
    push(new byte[] {(byte) 0xAC, (byte) 0xFF, 0, 'b', (byte) 0xE2});
    push(new byte[] {'\n'});

    assertThat(lines(assembler)).containsExactly("a€\uFFFDb\uFFFD");
  }

  @Test
  void lineIsCutAt64KiBAndNotInsideACharacter() {
    push("x".repeat(Lines.MAX_BYTES - 1));
    assertThat(lines(assembler)).isEmpty();
    push("é" + "y".repeat(10) + "\n");

    assertThat(lines(assembler))
        .containsExactly("x".repeat(Lines.MAX_BYTES - 1), "é" + "y".repeat(10));
  }

  @Test
  void bytesThatAreNoTextAreCutAt64KiB() {
    byte[] bytes = new byte[3 * Lines.MAX_BYTES];
    Arrays.fill(bytes, (byte) 0x80);
    push(bytes);

    assertThat(lines(assembler)).hasSize(3).allMatch(line -> line.length() == Lines.MAX_BYTES);
  }

  @Test
  void chunksHaveAtMost64KiB() {
    push("0123456789\n".repeat(100_000));

    assertThat(assembler.chunks()).allMatch(chunk -> chunk.data().length <= 64 * 1024);
    assertThat(lines(assembler)).hasSize(100_000);
  }

  @Test
  void linesDoNotDependOnHowTheBytesArrive() {
    Random random = new Random(42);
    for (int round = 0; round < 200; round++) {
      byte[] bytes = randomOutput(random);
      LineAssembler whole = assembler();
      whole.append(OutputStream.STDOUT, 0, bytes, true);
      LineAssembler pieces = assembler();
      int at = 0;
      while (at < bytes.length) {
        int from = Math.max(0, at - random.nextInt(20)); // what was sent before comes again
        int to = Math.min(bytes.length, at + 1 + random.nextInt(bytes.length));
        pieces.append(
            OutputStream.STDOUT, from, Arrays.copyOfRange(bytes, from, to), to == bytes.length);
        at = to;
      }
      assertThat(lines(pieces)).isEqualTo(lines(whole));
      assertThat(bytes(pieces)).isEqualTo(bytes);
      assertThat(pieces.head().nextLine()).isEqualTo(lines(whole).size());
    }
  }

  private static byte[] randomOutput(Random random) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int parts = 1 + random.nextInt(30);
    for (int i = 0; i < parts; i++) {
      byte[] part =
          switch (random.nextInt(5)) {
            case 0 -> "\n".getBytes(StandardCharsets.UTF_8);
            case 1 -> "é€😀".repeat(random.nextInt(20_000)).getBytes(StandardCharsets.UTF_8);
            case 2 -> new byte[] {(byte) random.nextInt(256), (byte) random.nextInt(256)};
            case 3 -> "line\r\n".repeat(random.nextInt(50)).getBytes(StandardCharsets.UTF_8);
            default -> "x".repeat(random.nextInt(70_000)).getBytes(StandardCharsets.UTF_8);
          };
      bytes.writeBytes(part);
    }
    return bytes.size() == 0 ? new byte[] {'\n'} : bytes.toByteArray();
  }

  private static LineAssembler assembler() {
    return new LineAssembler(OutputHead.start(UUID.randomUUID(), UUID.randomUUID(), 1));
  }

  private void push(String text) {
    push(text.getBytes(StandardCharsets.UTF_8));
  }

  private void push(byte[] bytes) {
    long offset = assembler.head().stdout().offset();
    assertThat(assembler.append(OutputStream.STDOUT, offset, bytes, false)).isTrue();
  }

  private static List<String> lines(LineAssembler assembler) {
    List<String> lines = new ArrayList<>();
    for (OutputChunk chunk : assembler.chunks()) {
      assertThat(chunk.firstLine()).isEqualTo(lines.size());
      new StoredChunk(
              chunk.firstLine(),
              chunk.lineCount(),
              chunk.attempt(),
              chunk.stream(),
              Instant.EPOCH,
              chunk.data())
          .read(0, line -> lines.add(line.text()));
    }
    return lines;
  }

  private static byte[] bytes(LineAssembler assembler) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (OutputChunk chunk : assembler.chunks()) {
      assertThat(chunk.byteOffset()).isEqualTo(bytes.size());
      bytes.writeBytes(chunk.data());
    }
    bytes.writeBytes(assembler.head().stdout().pending());
    return bytes.toByteArray();
  }
}
