package io.tollgate.billing.invoice;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line as it goes out.
 *
 * @param tier from 1
 * @param unitPrice in major units, as flatPrice; the amounts are in minor ones
 */
record LineView(
        @Schema(example = "1") int position,
        @Schema(example = "usage") String kind,
        @Schema(example = "API calls") String description,
        @Schema(example = "api_calls") @Nullable String metric,
        @Schema(example = "pro") @Nullable String plan,
        Instant periodStart,
        Instant periodEnd,
        @Nullable Integer tier,
        @Nullable BigDecimal quantity,
        @Schema(example = "0.0025") @Nullable BigDecimal unitPrice,
        @Nullable BigDecimal flatPrice,
        long amount,
        long discount) {

    static LineView of(InvoiceLine line) {
        return new LineView(
                line.position(),
                line.kind(),
                line.description(),
                line.metric(),
                line.plan(),
                line.periodStart(),
                line.periodEnd(),
                line.tier(),
                line.quantity(),
                line.unitPrice(),
                line.flatPrice(),
                line.amount(),
                line.discount());
    }
}
