package com.blueplm.runner.worker.dependencies;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes wheels (PEP 427), good ones and evil ones. */
public final class Wheel {

  final String name;
  final String version;
  private final StringBuilder metadata = new StringBuilder();
  private final Map<String, byte[]> files = new LinkedHashMap<>();

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
    return bytes.toByteArray();
  }
}
