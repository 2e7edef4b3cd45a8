package com.blueplm.runner.worker.dependencies;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes wheels (PEP 427), good ones and evil ones. */
public final class Wheel {

  private static final int CENTRAL_SIGNATURE = 0x02014b50;
  private static final int CENTRAL_HEADER = 46;
  private static final int SYMBOLIC_LINK = 0xA1FF;

  final String name;
  final String version;
  private final StringBuilder metadata = new StringBuilder();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> links = new ArrayList<>();

  private Wheel(String name, String version) {
    this.name = name;
    this.version = version;
    metadata.append("Metadata-Version: 2.1\nName: ").append(name).append('\n');
    metadata.append("Version: ").append(version).append('\n');
  }

  public static Wheel of(String name, String version) {
    return new Wheel(name, version);
  }

  public Wheel requires(String requirement) {
    metadata.append("Requires-Dist: ").append(requirement).append('\n');
    return this;
  }

  /** A symbolic link. */
  Wheel link(String path, String target) {
    links.add(path);
    return file(path, target);
  }

  public Wheel file(String path, String text) {
    return file(path, text.getBytes(StandardCharsets.UTF_8));
  }

  public Wheel file(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  public Wheel zeros(String path, int bytes) {
    byte[] content = new byte[bytes];
    Arrays.fill(content, (byte) '0');
    return file(path, content);
  }

  String fileName() {
    return name + "-" + version + "-py3-none-any.whl";
  }

  byte[] bytes() {
    String info = name + "-" + version + ".dist-info/";
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put(info + "METADATA", metadata.toString().getBytes(StandardCharsets.UTF_8));
    all.put(
        info + "WHEEL",
        "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            .getBytes(StandardCharsets.UTF_8));
    String record = String.join(",,\n", all.keySet()) + ",,\n" + info + "RECORD,,\n";
    all.put(info + "RECORD", record.getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : all.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] wheel = bytes.toByteArray();
    links.forEach(link -> makeLink(wheel, link));
    return wheel;
  }

  /** Sets "made on Unix" and the type of the file in the entry of the zip's directory. */
  private static void makeLink(byte[] wheel, String name) {
    ByteBuffer zip = ByteBuffer.wrap(wheel).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + CENTRAL_HEADER < wheel.length; at++) {
      if (zip.getInt(at) == CENTRAL_SIGNATURE) {
        int length = zip.getShort(at + 28);
        if (new String(wheel, at + CENTRAL_HEADER, length, StandardCharsets.UTF_8).equals(name)) {
          zip.put(at + 5, (byte) 3);
          zip.putInt(at + 38, SYMBOLIC_LINK << 16);
        }
      }
    }
  }
}
