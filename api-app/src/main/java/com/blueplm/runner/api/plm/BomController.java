package com.blueplm.runner.api.plm;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /plm/bom/:id}. */
@RestController
class BomController {
  private final BomRepository boms;

  BomController(BomRepository boms) {
    this.boms = boms;
  }

  @GetMapping("/plm/bom/{assembly}")
  Bom get(
      @AuthenticationPrincipal PlmCaller caller,
      @PathVariable("assembly") UUID id,
      @RequestParam Map<String, String> parameters) {
    caller.require("parts:read");
    PlmQuery query = new PlmQuery(parameters);
    boolean recursive = query.flag("recursive");
    boolean releasedOnly = query.flag("released_only");
    query.check();
    Bom.Assembly assembly =
        boms.assembly(caller.orgId(), id).orElseThrow(() -> PlmException.notFound("Assembly"));
    List<Bom.Component> components =
        boms.components(caller.orgId(), id, recursive ? BomRepository.MAX_DEPTH : 1, releasedOnly);
    return new Bom(assembly, components, components.size());
  }
}
