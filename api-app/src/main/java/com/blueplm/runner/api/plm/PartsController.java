package com.blueplm.runner.api.plm;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /plm/parts}. */
@RestController
@RequestMapping("/plm/parts")
class PartsController {
  private final PartRepository parts;

  PartsController(PartRepository parts) {
    this.parts = parts;
  }

  @GetMapping
  PartsPage list(
      @AuthenticationPrincipal PlmCaller caller, @RequestParam Map<String, String> parameters) {
    caller.require("parts:read");
    List<Part> page = parts.list(caller.orgId(), PartFilter.of(parameters));
    return new PartsPage(page, page.size());
  }

  @GetMapping("/{part}")
  PartAnswer get(@AuthenticationPrincipal PlmCaller caller, @PathVariable("part") UUID id) {
    caller.require("parts:read");
    return new PartAnswer(part(caller, id));
  }

  @PatchMapping("/{part}")
  @Transactional
  PartChanged update(
      @AuthenticationPrincipal PlmCaller caller,
      @PathVariable("part") UUID id,
      @RequestBody Map<String, @Nullable Object> body) {
    caller.require("parts:write");
    if (!parts.update(caller.orgId(), id, PartChange.of(body))) {
      throw PlmException.notFound("Part");
    }
    return new PartChanged(true, part(caller, id));
  }

  private PartDetail part(PlmCaller caller, UUID id) {
    return parts.find(caller.orgId(), id).orElseThrow(() -> PlmException.notFound("Part"));
  }

  record PartsPage(List<Part> parts, int count) {}

  record PartAnswer(PartDetail part) {}

  record PartChanged(boolean success, PartDetail part) {}
}
