package com.blueplm.runner.api.run;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.script.ScriptChangeListener;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** A deleted script's open runs are cancelled. */
@Component
class OpenRunsOnDelete implements ScriptChangeListener {
  private final RunCancel cancel;

  OpenRunsOnDelete(RunCancel cancel) {
    this.cancel = cancel;
  }

  @Override
  public void deleted(UUID orgId, UUID scriptId, Actor by) {
    cancel.cancelOpen(orgId, scriptId, by.userId());
  }
}
