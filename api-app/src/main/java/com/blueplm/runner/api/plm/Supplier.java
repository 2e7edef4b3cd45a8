package com.blueplm.runner.api.plm;

import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A supplier in a list: exactly BluePLM's twenty fields. */
record Supplier(
    UUID id,
    String name,
    @Nullable String code,
    @Nullable String contactName,
    @Nullable String contactEmail,
    @Nullable String contactPhone,
    @Nullable String website,
    @Nullable String addressLine1,
    @Nullable String city,
    @Nullable String state,
    @Nullable String postalCode,
    String country,
    @Nullable String paymentTerms,
    @Nullable Integer defaultLeadTimeDays,
    @Nullable BigDecimal minOrderValue,
    String currency,
    boolean isActive,
    boolean isApproved,
    @Nullable String notes,
    @Nullable String erpId) {}
