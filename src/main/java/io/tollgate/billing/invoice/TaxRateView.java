package io.tollgate.billing.invoice;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/** A tax rate, as it is stored and goes out. */
record TaxRateView(
        UUID id,
        @Schema(example = "de-vat-19") String code,
        @Schema(example = "VAT") String name,
        @Schema(example = "19") BigDecimal percent,
        boolean active,
        Instant createdAt) {}
