package com.blueplm.runner.api.temporal;

import com.blueplm.runner.contract.TriggerType;
import java.nio.charset.StandardCharsets;

/** The one line that Temporal's UI shows beside a run's workflow: "Sync suppliers, manual". */
public final class RunSummary {
  /** Temporal refuses longer ones. */
  private static final int MAX_BYTES = 200;

  private RunSummary() {}

  /** The script's name, shortened where needed, and what triggered the run. */
  public static String of(String scriptName, TriggerType trigger) {
    String suffix = ", " + trigger.wire();
    StringBuilder name = new StringBuilder(scriptName);
    while (bytes(name) + bytes(suffix) > MAX_BYTES) {
      name.setLength(name.offsetByCodePoints(name.length(), -1));
    }
    return name + suffix;
  }

  private static int bytes(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
