package io.tollgate.billing.invoice;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was taken off an issued invoice. Amounts in minor units.
 *
 * @param line the position of the line it corrects; null for the whole
 * @param offsetAmount taken off what was still owed
 * @param balanceAmount to the account's credit
 * @param refundAmount to go back to where it was paid from
 * @param refundStatus null when nothing goes back
 */
public record CreditNote(
        UUID id,
        String series,
        long sequence,
        String number,
        UUID invoiceId,
        UUID userId,
        @Nullable Integer line,
        String currency,
        String reason,
        long net,
        long tax,
        long total,
        long offsetAmount,
        long balanceAmount,
        long refundAmount,
        @Nullable UUID actorId,
        Instant issuedAt,
        @Nullable RefundStatus refundStatus,
        @Nullable String providerRefundId) {

    /** What became of money that is to go back. */
    public enum RefundStatus {
        PENDING,
        SUCCEEDED,
        /** It could not be given back, and went to the account's credit. */
        FAILED;

        @JsonValue
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }

        static RefundStatus of(String value) {
            return valueOf(value.toUpperCase(Locale.ROOT));
        }
    }
}
