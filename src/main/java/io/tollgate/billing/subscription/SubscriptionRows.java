package io.tollgate.billing.subscription;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
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
            "status in ('trialing', 'active', 'past_due', 'unpaid', 'paused') and duplicate_of is null"
                    + " and replaced_by is null";

    private SubscriptionRows() {}

    public static Subscription toSubscription(Readable row) {
        return new Subscription(
                required(row, "id", UUID.class),
                required(row, "user_id", UUID.class),
                required(row, "plan_version_id", UUID.class),
                Provider.of(required(row, "provider", String.class)),
                row.get("provider_subscription_id", String.class),
                row.get("provider_customer_id", String.class),
                SubscriptionStatus.of(required(row, "status", String.class)),
                required(row, "started_at", OffsetDateTime.class).toInstant(),
                instant(row, "current_period_start"),
                instant(row, "current_period_end"),
                instant(row, "trial_end"),
                required(row, "cancel_at_period_end", Boolean.class),
                instant(row, "canceled_at"),
                instant(row, "ended_at"),
                row.get("duplicate_of", UUID.class),
                row.get("replaced_by", UUID.class),
                required(row, "read_order", Long.class),
                required(row, "engine", Boolean.class));
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

    private static @Nullable Instant instant(Readable row, String column) {
        OffsetDateTime time = row.get(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
