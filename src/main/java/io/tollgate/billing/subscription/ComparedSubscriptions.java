package io.tollgate.billing.subscription;

import static io.tollgate.billing.subscription.SubscriptionRows.COLUMNS;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code subscriptions} while they are compared with Stripe's. */
@Repository
class ComparedSubscriptions {

    private static final String COLUMNS_OF_S =
            Stream.of(COLUMNS.strip().split(",\\s*")).map("s."::concat).collect(Collectors.joining(", "));

    private final DatabaseClient db;

    ComparedSubscriptions(DatabaseClient db) {
        this.db = db;
    }

    /** @param priceId of the version of the plan that it is for; null when that is not at Stripe */
    record Known(Subscription subscription, @Nullable String priceId) {

        String stripeId() {
            return Objects.requireNonNull(subscription.providerSubscriptionId());
        }
    }

    Mono<Map<String, Known>> find(Collection<String> stripeIds) {
        return db.sql("select " + COLUMNS_OF_S + """
                        , v.stripe_price_id
                        from subscriptions s join plan_versions v on v.id = s.plan_version_id
                        where s.provider = 'stripe' and s.provider_subscription_id = any(:ids)
                        """)
                .bind("ids", stripeIds.toArray(String[]::new))
                .map(row -> new Known(SubscriptionRows.toSubscription(row), row.get("stripe_price_id", String.class)))
                .all()
                .collectMap(Known::stripeId, Function.identity());
    }

    /** Stripe still lists these. */
    Mono<Void> listed(Collection<String> stripeIds, UUID reconciliation) {
        return db.sql("""
                        update subscriptions set listed_by = :reconciliation
                        where provider = 'stripe' and provider_subscription_id = any(:ids)
                        """)
                .bind("reconciliation", reconciliation)
                .bind("ids", stripeIds.toArray(String[]::new))
                .then();
    }

    /** Those that we have as not ended and Stripe has not listed, in the order of their ids. */
    Mono<List<Subscription>> unlisted(UUID reconciliation, UUID after, int limit) {
        return db.sql("select " + COLUMNS + """
                         from subscriptions
                        where provider = 'stripe' and not engine and listed_by is distinct from :reconciliation and id > :after
                          and status in ('incomplete', 'trialing', 'active', 'past_due', 'unpaid', 'paused')
                        order by id limit :limit
                        """)
                .bind("reconciliation", reconciliation)
                .bind("after", after)
                .bind("limit", limit)
                .map(SubscriptionRows::toSubscription)
                .all()
                .collectList();
    }
}
