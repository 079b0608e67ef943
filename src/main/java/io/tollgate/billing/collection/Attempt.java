package io.tollgate.billing.collection;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.subscription.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One try to get an invoice paid. Times are the customer's, but for {@code askedAt} and {@code expiresAt}.
 *
 * @param number 1 for the first of its invoice
 * @param paymentUrl where the payer goes, while it waits
 * @param reference the provider's name for that page
 * @param code why it failed, or is not known
 * @param plannedAt when it was to be made; the next one is counted from here
 * @param polls how often it was looked what became of it
 * @param pollAt when it is looked next; null when all is known
 * @param askedAt when the provider was first asked, by everybody's clock
 */
record Attempt(
        UUID id,
        UUID invoiceId,
        int number,
        Kind kind,
        Provider provider,
        Money amount,
        AttemptStatus status,
        @Nullable String paymentUrl,
        @Nullable Instant expiresAt,
        @Nullable String reference,
        @Nullable String providerPaymentId,
        @Nullable String receiptUrl,
        @Nullable String code,
        Instant plannedAt,
        int polls,
        @Nullable Instant pollAt,
        Instant askedAt,
        Instant createdAt,
        @Nullable Instant settledAt) {

    private static final Pattern KEY = Pattern.compile("collect:([0-9a-f-]{36}):([0-9]{1,9})");

    enum Kind {
        /** Made by ourselves. */
        AUTOMATIC,
        /** The payer asked for a page. */
        PAGE,
        /** An administrator noted what has arrived. */
        NOTED;

        @JsonValue
        String value() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String value) {
            return valueOf(value.toUpperCase(Locale.ROOT));
        }
    }

    /** An invoice and the number of its attempt. */
    record Name(UUID invoiceId, int number) {}

    /** Names the attempt at its provider, each time it is asked. */
    String key() {
        return "collect:" + invoiceId + ":" + number;
    }

    /** Empty when it is no key of an attempt. */
    static Optional<Name> named(@Nullable String key) {
        Matcher matcher = KEY.matcher(key == null ? "" : key);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Name(UUID.fromString(matcher.group(1)), Integer.parseInt(matcher.group(2))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** When a page is over in the customer's time. @param expires by everybody's clock */
    Instant pageEnd(Instant expires) {
        return createdAt.plus(Duration.between(askedAt, expires));
    }

    /** The provider was asked, and may have taken the money. */
    boolean unanswered() {
        return status == AttemptStatus.CALLING || status == AttemptStatus.UNKNOWN;
    }
}
