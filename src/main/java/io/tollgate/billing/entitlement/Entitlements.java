package io.tollgate.billing.entitlement;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells what a user is entitled to: by the subscription that is open now, or by the plan of those who have none. */
@Component
class Entitlements {

    private final AccessRepository accesses;
    private final FeatureBook book;
    private final EntitlementProperties properties;

    Entitlements(AccessRepository accesses, FeatureBook book, EntitlementProperties properties) {
        this.accesses = accesses;
        this.book = book;
        this.properties = properties;
    }

    /** What a user may now; empty when there is no such user. 403 for one who is deactivated or whose mailbox is not proven. */
    Mono<Entitled> of(UUID userId) {
        return accesses.find(userId)
                .map(Entitlements::requireActive)
                .zipWith(book.read())
                .flatMap(read -> entitled(read.getT1(), read.getT2()));
    }

    private static Access requireActive(Access access) {
        if (!access.mayAct()) {
            throw new ApiException(ErrorCode.ACCOUNT_NOT_ACTIVE);
        }
        return access;
    }

    private Mono<Entitled> entitled(Access access, FeatureBook.Content known) {
        Access.Held held = access.open(properties.pastDueGrace()).orElse(null);
        PlanRef plan = held == null ? known.defaults() : held.plan();
        Instant endsAt = held == null ? null : held.endsAt(properties.pastDueGrace());
        return book.of(plan, known)
                .map(terms -> new Entitled(access.userId(), plan, terms, held, endsAt, known.keys(), access.now()));
    }
}
