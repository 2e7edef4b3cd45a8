package com.blueplm.runner.api.script;

import com.blueplm.runner.api.dependency.LockReceiver;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes locks that come after their save was answered: what waited for them goes live. */
@Component
class LateLocks implements LockReceiver {
  private static final Logger log = LoggerFactory.getLogger(LateLocks.class);

  private final CodeRepository code;

  LateLocks(CodeRepository code) {
    this.code = code;
  }

  @Override
  @Transactional
  public void receive(UUID lockId) {
    code.lockScriptsWaitingFor(lockId);
    if (code.deliver(lockId) > 0 && code.goLive(lockId) > 0) {
      log.info("The revision that waited for lock {} is live; the next run uses it", lockId);
    }
  }
}
