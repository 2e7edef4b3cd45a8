package com.blueplm.runner.worker.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class TreeSamplerTest {

  private static final long MIB = 1 << 20;

  @Test
  void seesThisProcess() throws IOException {
    assumeThat(TreeSampler.works()).as("there is no /proc here").isTrue();
    TreeSampler sampler = TreeSampler.create();
    long self = ProcessHandle.current().pid();

    TreeSampler.Sample sample = sampler.sample(self);

    assertThat(sample.processes()).contains(self);
    assertThat(sample.residentBytes()).isBetween(20 * MIB, 4000 * MIB);
    assertThat(sample.cpuMillis()).isPositive();
    assertThat(sampler.proportionalBytes(sample.processes()))
        .isBetween(20 * MIB, sample.residentBytes() + 50 * MIB);
  }

  @Test
  void nothingIsLeftOfAProcessThatIsGone() throws IOException {
    assumeThat(TreeSampler.works()).as("there is no /proc here").isTrue();

    TreeSampler.Sample sample = TreeSampler.create().sample(Long.MAX_VALUE);

    assertThat(sample.residentBytes()).isZero();
    assertThat(sample.cpuMillis()).isZero();
  }
}
