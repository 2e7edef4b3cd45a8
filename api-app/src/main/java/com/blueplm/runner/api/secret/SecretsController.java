package com.blueplm.runner.api.secret;

import com.blueplm.runner.api.identity.Actor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Secrets of a script: written and removed, never read. */
@Tag(name = "Secrets")
@RestController
@RequestMapping("/api/scripts/{id}/secrets")
class SecretsController {
  private final ScriptSecrets secrets;

  SecretsController(ScriptSecrets secrets) {
    this.secrets = secrets;
  }

  @Operation(summary = "List a script's secrets", description = "Names and times, never a value.")
  @GetMapping
  SecretList list(@AuthenticationPrincipal Actor actor, @PathVariable UUID id) {
    return new SecretList(secrets.list(actor, id));
  }

  @Operation(
      summary = "Set a secret",
      description =
          "The value is 1 byte to 10 KiB of UTF-8 and reaches runs as the environment variable KEY."
              + " Values under 4 bytes are not masked in output. At most 50 secrets a script.")
  @PutMapping("/{key}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void set(
      @AuthenticationPrincipal Actor actor,
      @PathVariable UUID id,
      @PathVariable String key,
      @RequestBody SecretValue body) {
    secrets.set(actor, id, key, body.value());
  }

  @Operation(summary = "Remove a secret")
  @DeleteMapping("/{key}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      @AuthenticationPrincipal Actor actor, @PathVariable UUID id, @PathVariable String key) {
    secrets.remove(actor, id, key);
  }

  /** The secrets of a script. */
  record SecretList(List<SecretFacts> secrets) {}

  /** A value on its way in. */
  record SecretValue(@Nullable String value) {
    @Override
    public String toString() {
      return "SecretValue[]";
    }
  }
}
