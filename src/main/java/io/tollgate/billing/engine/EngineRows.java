package io.tollgate.billing.engine;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.pricing.BillingCalendar;
import io.tollgate.billing.pricing.CancelPolicy;
import io.tollgate.billing.pricing.Interval;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.billing.subscription.SubscriptionStatus;
import io.tollgate.platform.db.Columns;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
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
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "user_id", UUID.class),
                Provider.of(Columns.required(row, "provider", String.class)),
                Columns.required(row, "plan_version_id", UUID.class),
                SubscriptionStatus.of(Columns.required(row, "status", String.class)),
                Columns.time(row, "started_at"),
                Columns.time(row, "current_period_start"),
                Columns.time(row, "current_period_end"),
                Columns.timeOrNull(row, "trial_end"),
                Columns.required(row, "cancel_at_period_end", Boolean.class),
                Columns.timeOrNull(row, "canceled_at"),
                Columns.timeOrNull(row, "ended_at"),
                row.get("parked_reason", String.class),
                Columns.timeOrNull(row, "catch_up_to"),
                toCourse(row));
    }

    private static Course toCourse(Readable row) {
        return new Course(
                toCalendar(row),
                Columns.required(row, "period_index", Long.class),
                Columns.time(row, "segment_start"),
                Columns.timeOrNull(row, "next_run_at"),
                row.get("next_plan_version_id", UUID.class),
                row.get("follow_version_id", UUID.class),
                toEnd(row),
                Columns.required(row, "billed_sequence", Long.class),
                Columns.required(row, "base_billed", Long.class),
                row.get("base_invoice_id", UUID.class));
    }

    private static @Nullable PlannedEnd toEnd(Readable row) {
        Instant at = Columns.timeOrNull(row, "cancel_at");
        return at == null
                ? null
                : new PlannedEnd(
                        at,
                        CancelPolicy.valueOf(Columns.required(row, "cancel_policy", String.class)
                                .toUpperCase(Locale.ROOT)));
    }

    static BillingCalendar toCalendar(Readable row) {
        return calendar(
                Columns.required(row, "anchor", LocalDateTime.class),
                Columns.required(row, "zone", String.class),
                Columns.required(row, "interval_unit", String.class),
                Columns.required(row, "interval_count", Integer.class));
    }

    static BillingCalendar calendar(LocalDateTime anchor, String zone, String unit, int count) {
        Interval interval = new Interval(Interval.Unit.valueOf(unit.toUpperCase(Locale.ROOT)), count);
        return new BillingCalendar(anchor, ZoneId.of(zone), interval);
    }

    /** As stored. */
    static String word(Interval.Unit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }
}
