package com.blueplm.runner.api.identity;

import com.blueplm.runner.api.config.RunnerProperties;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the first organisation and its admin when they are missing, and lets the admin in with the
 * token of the launcher's file: the file's content at the last start is the only such token.
 */
@Component
class FirstAdmin implements InitializingBean {
  private static final Logger log = LoggerFactory.getLogger(FirstAdmin.class);
  private static final String PROPERTY = "runner.admin-token-file";
  private static final String PREFIX = "srt_";
  private static final int TOKEN_LENGTH = PREFIX.length() + 43;

  private final RunnerProperties properties;
  private final IdentityRepository identities;
  private final TransactionTemplate transaction;

  FirstAdmin(
      RunnerProperties properties, IdentityRepository identities, TransactionTemplate transaction) {
    this.properties = properties;
    this.identities = identities;
    this.transaction = transaction;
  }

  @Override
  public void afterPropertiesSet() {
    String token = KeyFile.read(PROPERTY, properties.adminTokenFile(), TOKEN_LENGTH);
    if (!token.startsWith(PREFIX)) {
      throw new IllegalStateException(
          "The token in %s named by %s does not begin with %s. Remove the file and let ./start make one."
              .formatted(properties.adminTokenFile(), PROPERTY, PREFIX));
    }
    transaction.executeWithoutResult(status -> bootstrap(Sha256.of(token)));
  }

  private void bootstrap(byte[] tokenSha256) {
    identities.lockBootstrap();
    UUID admin = identities.findFirstAdmin().orElseGet(this::createFirstAdmin);
    identities.replaceBootstrapToken(admin, tokenSha256);
  }

  private UUID createFirstAdmin() {
    log.info(
        "Creating the organisation Default and its first admin {}", IdentityRepository.FIRST_ADMIN);
    return identities.createFirstAdmin();
  }
}
