package io.tollgate.billing.subscription;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.r2dbc.core.Parameter;

/** How a subscription is read from a row and bound to a statement. */
public final class SubscriptionRows {

    public static final String COLUMNS = """
            id, user_id, plan_version_id, provider, provider_subscription_id, provider_customer_id, status, started_at,
            current_period_start, current_period_end, trial_end, cancel_at_period_end, canceled_at, ended_at,
            duplicate_of, replaced_by, read_order, engine
            """;

    public static final String LIVE =
            "status in " + SubscriptionStatus.LIVE + " and duplicate_of is null and replaced_by is null";

    private SubscriptionRows() {}

    public static Subscription toSubscription(Readable row) {
        return new Subscription(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "user_id", UUID.class),
                Columns.required(row, "plan_version_id", UUID.class),
                Provider.of(Columns.required(row, "provider", String.class)),
                row.get("provider_subscription_id", String.class),
                row.get("provider_customer_id", String.class),
                SubscriptionStatus.of(Columns.required(row, "status", String.class)),
                Columns.time(row, "started_at"),
                Columns.timeOrNull(row, "current_period_start"),
                Columns.timeOrNull(row, "current_period_end"),
                Columns.timeOrNull(row, "trial_end"),
                Columns.required(row, "cancel_at_period_end", Boolean.class),
                Columns.timeOrNull(row, "canceled_at"),
                Columns.timeOrNull(row, "ended_at"),
                row.get("duplicate_of", UUID.class),
                row.get("replaced_by", UUID.class),
                Columns.required(row, "read_order", Long.class),
                Columns.required(row, "engine", Boolean.class));
    }

    static GenericExecuteSpec bind(GenericExecuteSpec statement, Subscription subscription) {
        return statement
                .bind("id", subscription.id())
                .bind("userId", subscription.userId())
                .bind("planVersionId", subscription.planVersionId())
                .bind("provider", subscription.provider().value())
                .bind("providerId", text(subscription.providerSubscriptionId()))
                .bind("customerId", text(subscription.providerCustomerId()))
                .bind("status", subscription.status().value())
                .bind("startedAt", subscription.startedAt())
                .bind("periodStart", time(subscription.currentPeriodStart()))
                .bind("periodEnd", time(subscription.currentPeriodEnd()))
                .bind("trialEnd", time(subscription.trialEnd()))
                .bind("cancelAtPeriodEnd", subscription.cancelAtPeriodEnd())
                .bind("canceledAt", time(subscription.canceledAt()))
                .bind("endedAt", time(subscription.endedAt()))
                .bind("duplicateOf", Parameter.fromOrEmpty(subscription.duplicateOf(), UUID.class))
                .bind("readOrder", subscription.readOrder())
                .bind("engine", subscription.engine());
    }

    private static Parameter text(@Nullable String value) {
        return Parameter.fromOrEmpty(value, String.class);
    }

    private static Parameter time(@Nullable Instant value) {
        return Parameter.fromOrEmpty(value, Instant.class);
    }
}
