package io.tollgate.billing.subscription;

import io.tollgate.billing.subscription.Checkout.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Decides, in one short transaction, which of a user's parallel requests makes the checkout page. The others wait for it or,
 * when it did not come back, take over under the same id.
 */
@Component
class CheckoutClaims {

    /** Stripe forgets idempotency keys after a day; an older intent would be done anew, so it gets a new id as well. */
    private static final Duration KEY_LIFE = Duration.ofHours(23);

    private final CheckoutRepository checkouts;
    private final CheckoutProperties properties;
    private final TransactionalOperator tx;
    private final Clock clock;

    CheckoutClaims(CheckoutRepository checkouts, CheckoutProperties properties, TransactionalOperator tx, Clock clock) {
        this.checkouts = checkouts;
        this.properties = properties;
        this.tx = tx;
        this.clock = clock;
    }

    /** @param replaces the subscription whose place is to be taken; null for none */
    Mono<CheckoutClaim> claim(UUID userId, UUID planVersionId, @Nullable UUID replaces) {
        return checkouts
                .lockCurrent(userId)
                .flatMap(current -> over(current, planVersionId, replaces))
                .switchIfEmpty(Mono.defer(() -> begin(userId, planVersionId, replaces)))
                .as(tx::transactional);
    }

    private Mono<CheckoutClaim> over(Checkout current, UUID planVersionId, @Nullable UUID replaces) {
        Instant now = clock.instant();
        boolean same = current.sells(planVersionId, replaces);
        if (current.claimedAt(now)) {
            return Mono.just(new CheckoutClaim.Theirs());
        }
        if (current.status() == Status.OPEN) {
            return same && current.usableAt(now.plus(properties.margin())) && current.url() != null
                    ? Mono.just(new CheckoutClaim.Ready(current.url()))
                    : instead(current, planVersionId, replaces, Status.REPLACING);
        }
        return same && current.createdAt().plus(KEY_LIFE).isAfter(now)
                ? takeOver(current)
                // Nobody was ever told this page's address, so it needs no closing.
                : instead(current, planVersionId, replaces, Status.FAILED);
    }

    private Mono<CheckoutClaim> takeOver(Checkout current) {
        return checkouts.claim(current.id(), claimedUntil()).thenReturn(new CheckoutClaim.Ours(current));
    }

    private Mono<CheckoutClaim> instead(Checkout current, UUID planVersionId, @Nullable UUID replaces, Status status) {
        return checkouts
                .settle(current.id(), status)
                .then(Mono.defer(() -> begin(current.userId(), planVersionId, replaces)));
    }

    private Mono<CheckoutClaim> begin(UUID userId, UUID planVersionId, @Nullable UUID replaces) {
        return checkouts
                .insert(userId, planVersionId, replaces, claimedUntil())
                .<CheckoutClaim>map(CheckoutClaim.Ours::new)
                .defaultIfEmpty(new CheckoutClaim.Theirs());
    }

    private Instant claimedUntil() {
        return clock.instant().plus(properties.claim());
    }
}
