package io.tollgate.billing.collection;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A try to get an invoice paid, as an administrator sees it. */
record AttemptView(
        @Schema(example = "1") int attempt,

        @Schema(allowableValues = {"automatic", "page", "noted"})
        String kind,

        @Schema(example = "stripe") String provider,

        @Schema(allowableValues = {"calling", "unknown", "waiting", "paid", "declined", "closed"})
        String status,

        @Schema(example = "1900") long amountCents,
        String currency,

        @Schema(example = "insufficient_funds") @Nullable String code,

        @Schema(example = "pi_3SVxMo2eZvKYlo2C") @Nullable String providerPaymentId,

        Instant createdAt,

        @Schema(description = "When it is looked next what became of it") @Nullable Instant pollAt,

        @Schema(description = "Not known for so long that `mark-paid` waits for it no longer")
        boolean unresolved,

        @Nullable Instant settledAt) {

    static AttemptView of(Attempt attempt, CollectionProperties properties) {
        return new AttemptView(
                attempt.number(),
                attempt.kind().value(),
                attempt.provider().value(),
                attempt.status().value(),
                attempt.amount().cents(),
                attempt.amount().currency(),
                attempt.code(),
                attempt.providerPaymentId(),
                attempt.createdAt(),
                attempt.pollAt(),
                attempt.unanswered() && properties.unresolved(attempt.polls()),
                attempt.settledAt());
    }
}
