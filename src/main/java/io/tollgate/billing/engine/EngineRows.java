package io.tollgate.billing.engine;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.pricing.BillingCalendar;
import io.tollgate.billing.pricing.CancelPolicy;
import io.tollgate.billing.pricing.Interval;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.billing.subscription.SubscriptionStatus;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the engine's rows are read. */
final class EngineRows {

    static final String SELECT = """
            select s.id, s.user_id, s.provider, s.plan_version_id, s.status, s.started_at, s.current_period_start,
                   s.current_period_end, s.trial_end, s.cancel_at_period_end, s.canceled_at, s.ended_at, e.parked_reason,
                   e.catch_up_to, e.anchor, e.zone, e.interval_unit, e.interval_count, e.period_index, e.segment_start, e.next_run_at,
                   e.next_plan_version_id, e.follow_version_id, e.cancel_at, e.cancel_policy, e.billed_sequence, e.base_billed, e.base_invoice_id
            from engine_subscriptions e join subscriptions s on s.id = e.subscription_id
            """;

    private EngineRows() {}

    static EngineSubscription toSubscription(Readable row) {
        return new EngineSubscription(
                required(row, "id", UUID.class),
                required(row, "user_id", UUID.class),
                Provider.of(required(row, "provider", String.class)),
                required(row, "plan_version_id", UUID.class),
                SubscriptionStatus.of(required(row, "status", String.class)),
                time(row, "started_at"),
                time(row, "current_period_start"),
                time(row, "current_period_end"),
                optionalTime(row, "trial_end"),
                required(row, "cancel_at_period_end", Boolean.class),
                optionalTime(row, "canceled_at"),
                optionalTime(row, "ended_at"),
                row.get("parked_reason", String.class),
                optionalTime(row, "catch_up_to"),
                toCourse(row));
    }

    private static Course toCourse(Readable row) {
        return new Course(
                toCalendar(row),
                required(row, "period_index", Long.class),
                time(row, "segment_start"),
                optionalTime(row, "next_run_at"),
                row.get("next_plan_version_id", UUID.class),
                row.get("follow_version_id", UUID.class),
                toEnd(row),
                required(row, "billed_sequence", Long.class),
                required(row, "base_billed", Long.class),
                row.get("base_invoice_id", UUID.class));
    }

    private static @Nullable PlannedEnd toEnd(Readable row) {
        Instant at = optionalTime(row, "cancel_at");
        return at == null
                ? null
                : new PlannedEnd(
                        at,
                        CancelPolicy.valueOf(
                                required(row, "cancel_policy", String.class).toUpperCase(Locale.ROOT)));
    }

    static BillingCalendar toCalendar(Readable row) {
        return new BillingCalendar(
                required(row, "anchor", LocalDateTime.class),
                ZoneId.of(required(row, "zone", String.class)),
                new Interval(
                        Interval.Unit.valueOf(
                                required(row, "interval_unit", String.class).toUpperCase(Locale.ROOT)),
                        required(row, "interval_count", Integer.class)));
    }

    /** As stored. */
    static String word(Interval.Unit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    static Instant time(Readable row, String column) {
        return required(row, column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant optionalTime(Readable row, String column) {
        OffsetDateTime time = row.get(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
