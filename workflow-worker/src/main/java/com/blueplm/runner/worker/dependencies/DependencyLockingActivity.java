package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.contract.DependencyLocking;
import com.blueplm.runner.contract.gateway.LockOrder;
import com.blueplm.runner.contract.gateway.LockResult;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.gateway.GatewayRejectedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks what a saved script asks for, and begins to build the environment: its first run may come
 * here.
 */
public final class DependencyLockingActivity implements DependencyLocking {

  private static final Logger log = LoggerFactory.getLogger(DependencyLockingActivity.class);

  private final GatewayClient gateway;
  private final Locker locker;
  private final Environments environments;

  DependencyLockingActivity(GatewayClient gateway, Locker locker, Environments environments) {
    this.gateway = gateway;
    this.locker = locker;
    this.environments = environments;
  }

  @Override
  public void lock(UUID lockId) {
    try {
      LockOrder order = gateway.lockOrder(lockId);
      LockResult result = locker.lock(order);
      gateway.lockResult(lockId, result);
      log.info(
          "Lock {}: {}",
          lockId,
          result.error() == null ? "found and sent" : "refused, reason sent");
      if (result.lock() != null && !result.lock().isBlank()) {
        environments.prepare(result.lock());
      }
    } catch (GatewayRejectedException e) {
      if (!e.isMissing()) {
        throw e;
      }
      log.info("Lock {} is no longer waited for; nothing is sent.", lockId);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "lock " + lockId + " could not be tried here; Temporal tries again", e);
    }
  }
}
