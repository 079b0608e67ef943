package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionTest {

    private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");
    private static final Instant END = Instant.parse("2026-02-28T00:00:00Z");
    private static final Duration GRACE = Duration.ofDays(7);

    @ParameterizedTest
    @CsvSource({
        "TRIALING, 2026-02-10, true",
        "ACTIVE, 2026-02-10, true",
        "PAST_DUE, 2026-02-06, true",
        "PAST_DUE, 2026-02-07, false",
        "CANCELED, 2026-02-27, true",
        "CANCELED, 2026-02-28, false",
        "UNPAID, 2026-02-01, false",
        "PAUSED, 2026-02-01, false",
        "INCOMPLETE, 2026-02-01, false",
        "INCOMPLETE_EXPIRED, 2026-02-01, false"
    })
    void opensByStatusAndTime(SubscriptionStatus status, String day, boolean expected) {
        assertThat(status.opens(Instant.parse(day + "T00:00:00Z"), START, END, GRACE))
                .isEqualTo(expected);
    }

    @Test
    void takesNobodysPlaceAsADuplicate() {
        Subscription subscription = subscription(SubscriptionStatus.ACTIVE);

        assertThat(subscription.live()).isTrue();
        assertThat(subscription.asDuplicateOf(UUID.randomUUID()).live()).isFalse();
    }

    private static Subscription subscription(SubscriptionStatus status) {
        return new Subscription(
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                Provider.STRIPE,
                "sub_1",
                "cus_1",
                status,
                START,
                START,
                END,
                null,
                false,
                null,
                null,
                null,
                null,
                1,
                false);
    }
}
