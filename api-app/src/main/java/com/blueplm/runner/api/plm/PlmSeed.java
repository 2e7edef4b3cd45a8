package com.blueplm.runner.api.plm;

import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Gives an organisation without PLM data a small sample, so that the first script has something to
 * read.
 */
@Component
class PlmSeed {
  private static final Logger log = LoggerFactory.getLogger(PlmSeed.class);

  private final PlmSeedRepository repository;

  PlmSeed(PlmSeedRepository repository) {
    this.repository = repository;
  }

  @EventListener(ApplicationReadyEvent.class)
  @Transactional
  public void seedEmptyOrganizations() {
    repository.lock();
    List<UUID> empty = repository.organizationsWithoutVault();
    for (UUID orgId : empty) {
      repository.seed(orgId);
      log.info(
          "Organisation {} had no PLM data; it now has the sample parts and suppliers.", orgId);
    }
  }
}
