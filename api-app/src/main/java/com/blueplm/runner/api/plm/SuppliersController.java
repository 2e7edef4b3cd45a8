package com.blueplm.runner.api.plm;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /plm/suppliers}. */
@RestController
@RequestMapping("/plm/suppliers")
class SuppliersController {
  private final SupplierRepository suppliers;

  SuppliersController(SupplierRepository suppliers) {
    this.suppliers = suppliers;
  }

  @GetMapping
  SuppliersPage list(
      @AuthenticationPrincipal PlmCaller caller, @RequestParam Map<String, String> parameters) {
    caller.require("suppliers:read");
    List<Supplier> page = suppliers.list(caller.orgId(), SupplierFilter.of(parameters));
    return new SuppliersPage(page, page.size());
  }

  @GetMapping("/{supplier}")
  SupplierAnswer get(@AuthenticationPrincipal PlmCaller caller, @PathVariable("supplier") UUID id) {
    caller.require("suppliers:read");
    return new SupplierAnswer(
        suppliers.find(caller.orgId(), id).orElseThrow(() -> PlmException.notFound("Supplier")));
  }

  record SuppliersPage(List<Supplier> suppliers, int count) {}

  record SupplierAnswer(Map<String, @Nullable Object> supplier) {}
}
