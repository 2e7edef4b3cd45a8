package com.blueplm.runner.api.secret;

import com.blueplm.runner.api.config.RunnerProperties;
import com.blueplm.runner.api.identity.KeyFile;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import org.springframework.stereotype.Component;

/** The master key of the launcher's file, and the key and the key id derived from it. */
@Component
class MasterKey {
  private static final String PROPERTY = "runner.master-key-file";
  private static final int BYTES = 32;
  private static final int MIN_TEXT = 43;
  private static final byte[] SALT = "script-runner/secrets".getBytes(StandardCharsets.US_ASCII);

  private final SecretKey key;
  private final String id;

  MasterKey(RunnerProperties properties) throws GeneralSecurityException {
    byte[] master = decode(properties);
    KDF hkdf = KDF.getInstance("HKDF-SHA256");
    this.key = hkdf.deriveKey("AES", parameters(master, "v1 AES-256-GCM", 32));
    this.id = HexFormat.of().formatHex(hkdf.deriveData(parameters(master, "v1 key id", 4)));
    Arrays.fill(master, (byte) 0);
  }

  /** The key that seals secrets. */
  SecretKey key() {
    return key;
  }

  /** Names the key in sealed values: eight hexadecimal digits that do not tell the key. */
  String id() {
    return id;
  }

  private static byte[] decode(RunnerProperties properties) {
    String text = KeyFile.read(PROPERTY, properties.masterKeyFile(), MIN_TEXT);
    try {
      byte[] master = Base64.getDecoder().decode(text);
      if (master.length == BYTES) {
        return master;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(wrong(properties), e);
    }
    throw new IllegalStateException(wrong(properties));
  }

  private static String wrong(RunnerProperties properties) {
    return "The master key in %s named by %s is not the base64 of %d bytes. Put the installation's key back; without stored secrets a new one from `openssl rand -base64 32` will do."
        .formatted(properties.masterKeyFile(), PROPERTY, BYTES);
  }

  private static HKDFParameterSpec parameters(byte[] master, String info, int length) {
    return HKDFParameterSpec.ofExtract()
        .addIKM(master)
        .addSalt(SALT)
        .thenExpand(info.getBytes(StandardCharsets.US_ASCII), length);
  }
}
