package io.tollgate.billing.invoice;

import io.tollgate.billing.pricing.RatedPart;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something an invoice is to ask for: a line, or one line for each tier of a price.
 *
 * @param kind in a word: {@code base}, {@code usage}, {@code minimum}, {@code proration}, {@code late}
 * @param chargeId of the plan's charge; null for a base fee
 * @param metric code of the metric it counts; null for a base fee
 * @param plan code of the plan it belongs to
 * @param periodStart of what it is for, half-open; may be earlier than the invoice's
 * @param quantity of how many; null for what is not counted, and looked at only without parts
 * @param unitPrice in major units
 * @param parts of a rated charge: each becomes a line; they add up to the amount
 * @param amount in minor units; below zero for a credit
 */
public record DraftFee(
        String kind,
        String description,
        @Nullable UUID chargeId,
        @Nullable String metric,
        @Nullable String plan,
        Instant periodStart,
        Instant periodEnd,
        @Nullable BigDecimal quantity,
        @Nullable BigDecimal unitPrice,
        List<RatedPart> parts,
        long amount) {

    /** @throws IllegalArgumentException when the parts are not the whole */
    public DraftFee {
        parts = List.copyOf(parts);
        if (!parts.isEmpty() && parts.stream().mapToLong(RatedPart::amount).reduce(0, Math::addExact) != amount) {
            throw new IllegalArgumentException("The parts of \"" + description + "\" are not " + amount);
        }
    }

    /** What is not counted: a base fee, a credit for what was not used of it. */
    public static DraftFee flat(
            String kind,
            String description,
            @Nullable String plan,
            Instant periodStart,
            Instant periodEnd,
            long amount) {
        return new DraftFee(kind, description, null, null, plan, periodStart, periodEnd, null, null, List.of(), amount);
    }
}
