package com.blueplm.runner.worker.sandbox;

/**
 * What a job may use.
 *
 * @param memoryMb memory in MiB, of the whole tree where the machine can tell, else of each process
 * @param cpuPercent share of one core in percent, where the machine can tell
 * @param tmpMb size of the temporary directory and of each file in MiB
 * @param processes processes and threads
 */
public record SandboxLimits(int memoryMb, int cpuPercent, int tmpMb, int processes) {

  /** Bytes of a MiB. */
  public static final long MIB = 1024 * 1024;

  public long memoryBytes() {
    return memoryMb * MIB;
  }
}
