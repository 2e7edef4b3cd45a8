package com.blueplm.runner.api.plm;

import java.util.List;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the PLM data API says of itself and of its caller, and the answer for unknown addresses. */
@RestController
class PlmInfoController {
  private static final String VERSION = "2.7.0";

  /** What BluePLM itself cannot do. */
  private static final List<String> CAPABILITIES =
      List.of("parts.write", "bom.recursive", "keys.scoped");

  @GetMapping({"/plm", "/plm/"})
  ServerInfo info() {
    return new ServerInfo("BluePLM REST API", VERSION, "running", CAPABILITIES);
  }

  @GetMapping("/plm/auth/me")
  WhoAmI me(@AuthenticationPrincipal PlmCaller caller) {
    String name = "run-" + caller.runId();
    return new WhoAmI(
        new User(caller.runId(), name, name, "engineer", caller.orgId()), caller.orgId());
  }

  @RequestMapping("/plm/**")
  void unknown() {
    throw PlmException.notFound("Endpoint");
  }

  /** The version is BluePLM's, whose wire shapes are served. */
  record ServerInfo(String name, String version, String status, List<String> capabilities) {}

  record WhoAmI(User user, UUID orgId) {}

  record User(UUID id, String email, String fullName, String role, UUID orgId) {}
}
