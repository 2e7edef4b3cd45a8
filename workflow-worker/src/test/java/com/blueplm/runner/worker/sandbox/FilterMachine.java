package com.blueplm.runner.worker.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Decides as the kernel would by a system call filter: classic BPF over {@code struct seccomp_data}
 * (seccomp(2), Documentation/networking/filter.rst), the instructions that libseccomp uses. So a
 * filter can be asked about calls that nobody wants to make, and about other processors.
 */
final class FilterMachine {

  static final int AUDIT_X86_64 = 0xc000003e;
  static final int AUDIT_I386 = 0x40000003;
  static final int AUDIT_AARCH64 = 0xc00000b7;

  private static final int LOAD_WORD = 0x20;
  private static final int LOAD_CONSTANT = 0x00;
  private static final int AND = 0x54;
  private static final int RETURN = 0x06;
  private static final int INSTRUCTION = 8;

  private final ByteBuffer program;

  private FilterMachine(byte[] program) {
    this.program = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
  }

  static FilterMachine load(String processor, String name) throws IOException {
    return new FilterMachine(bytes(processor, name));
  }

  static byte[] bytes(String processor, String name) throws IOException {
    String resource = "/sandbox/" + processor + "/" + name;
    try (InputStream content = FilterMachine.class.getResourceAsStream(resource)) {
      if (content == null) {
        throw new IOException(resource + " was not built");
      }
      return content.readAllBytes();
    }
  }

  /** {@code allow}, {@code kill} or the number of the error. */
  String decide(int arch, int call, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(call).putInt(arch).putLong(0);
    for (long argument : arguments) {
      data.putLong(argument);
    }
    int result = run(data);
    return switch (result & 0xffff0000) {
      case 0x7fff0000 -> "allow";
      case 0x80000000 -> "kill";
      case 0x00050000 -> "errno " + (result & 0xffff);
      default -> throw new IllegalStateException("action " + Integer.toHexString(result));
    };
  }

  private int run(ByteBuffer data) {
    int accumulator = 0;
    int at = 0;
    while (true) {
      int code = program.getShort(at * INSTRUCTION) & 0xffff;
      int constant = program.getInt(at * INSTRUCTION + 4);
      int whenTrue = program.get(at * INSTRUCTION + 2) & 0xff;
      int whenFalse = program.get(at * INSTRUCTION + 3) & 0xff;
      at++;
      switch (code) {
        case LOAD_WORD -> accumulator = data.getInt(constant);
        case LOAD_CONSTANT -> accumulator = constant;
        case AND -> accumulator &= constant;
        case RETURN -> {
          return constant;
        }
        case 0x05 -> at += constant;
        default -> at += holds(code, accumulator, constant) ? whenTrue : whenFalse;
      }
    }
  }

  private static boolean holds(int code, int accumulator, int constant) {
    int order = Integer.compareUnsigned(accumulator, constant);
    return switch (code) {
      case 0x15 -> order == 0;
      case 0x25 -> order > 0;
      case 0x35 -> order >= 0;
      case 0x45 -> (accumulator & constant) != 0;
      default -> throw new IllegalStateException("instruction " + Integer.toHexString(code));
    };
  }
}
