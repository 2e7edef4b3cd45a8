package com.blueplm.runner.api.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.springframework.stereotype.Component;

/**
 * Seals values as {@code v1:<key id>:<base64 of nonce, ciphertext and tag>} with AES-256-GCM. The
 * place of the value (organisation, owner, name, version) is bound to it: a sealed value copied to
 * another row does not open.
 */
@Component
class SecretSeal {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final MasterKey master;

  SecretSeal(MasterKey master) {
    this.master = master;
  }

  String keyId() {
    return master.id();
  }

  String seal(Place place, String value) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, place);
      byte[] sealed = cipher.doFinal(value.getBytes(StandardCharsets.UTF_8));
      byte[] bytes =
          ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
      return prefix() + Base64.getEncoder().encodeToString(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot seal " + place, e);
    }
  }

  /**
   * The value.
   *
   * @throws IllegalStateException when it was sealed with another key or for another place
   */
  String open(Place place, String sealed) {
    if (!sealed.startsWith(prefix())) {
      throw new IllegalStateException(
          "%s was sealed with another master key than this one (%s). Put the old key back, or set the secret again."
              .formatted(place, master.id()));
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(sealed.substring(prefix().length()));
      byte[] nonce = java.util.Arrays.copyOf(bytes, NONCE_BYTES);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, place);
      byte[] value = cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
      return new String(value, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "%s does not open; its row was changed. Set the secret again.".formatted(place), e);
    }
  }

  private String prefix() {
    return "v1:" + master.id() + ":";
  }

  private Cipher cipher(int mode, byte[] nonce, Place place) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, master.key(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.bound());
    return cipher;
  }

  /**
   * Where a value belongs.
   *
   * @param orgId the organisation
   * @param owner the script
   * @param name the key
   * @param version the version of the value
   */
  record Place(UUID orgId, UUID owner, String name, int version) {
    byte[] bound() {
      return "%s|%s|%s|%d".formatted(orgId, owner, name, version).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "The secret %s (version %d) of script %s".formatted(name, version, owner);
    }
  }
}
