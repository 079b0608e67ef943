package io.tollgate.billing.engine;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Writes what has become of many subscriptions in two statements. Wants their locks. */
@Repository
class EngineWrites {

    private final DatabaseClient db;
    private final Clock clock;

    EngineWrites(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    Mono<Void> write(List<EngineSubscription> changed) {
        if (changed.isEmpty()) {
            return Mono.empty();
        }
        return courses(changed).then(standings(changed));
    }

    private Mono<Void> courses(List<EngineSubscription> changed) {
        GenericExecuteSpec statement = db.sql("""
                        update engine_subscriptions e
                        set anchor = n.anchor, interval_unit = n.unit, interval_count = n.count, period_index = n.index,
                            segment_start = n.since, next_run_at = n.next_run, next_plan_version_id = n.next_version,
                            follow_version_id = n.follow_version, cancel_at = n.cancel_at,
                            cancel_policy = n.cancel_policy, billed_sequence = n.sequence, base_billed = n.billed, base_invoice_id = n.invoice
                        from unnest(:ids::uuid[], :anchors::timestamp[], :units::text[], :counts::int[], :indexes::bigint[],
                                    :sinces::timestamptz[], :nextRuns::timestamptz[], :nextVersions::uuid[],
                                    :followVersions::uuid[], :cancelAts::timestamptz[], :cancelPolicies::text[],
                                    :sequences::bigint[], :billed::bigint[], :invoices::uuid[])
                            as n (id, anchor, unit, count, index, since, next_run, next_version, follow_version, cancel_at,
                                  cancel_policy, sequence, billed, invoice)
                        where e.subscription_id = n.id
                        """)
                .bind("ids", array(changed, EngineSubscription::id, UUID[]::new))
                .bind("anchors", courses(changed, course -> course.calendar().anchor(), LocalDateTime[]::new))
                .bind("units", courses(changed, EngineWrites::unit, String[]::new))
                .bind("counts", courses(changed, EngineWrites::count, Integer[]::new))
                .bind("indexes", courses(changed, Course::index, Long[]::new))
                .bind("sinces", courses(changed, Course::since, Instant[]::new))
                .bind("nextRuns", courses(changed, Course::nextRunAt, Instant[]::new))
                .bind("nextVersions", courses(changed, Course::nextVersionId, UUID[]::new))
                .bind("followVersions", courses(changed, Course::followVersionId, UUID[]::new))
                .bind("cancelAts", courses(changed, EngineWrites::endsAt, Instant[]::new))
                .bind("cancelPolicies", courses(changed, EngineWrites::endPolicy, String[]::new))
                .bind("sequences", courses(changed, Course::sequence, Long[]::new))
                .bind("billed", courses(changed, Course::baseBilled, Long[]::new))
                .bind("invoices", courses(changed, Course::baseInvoiceId, UUID[]::new));
        return statement.then();
    }

    /** How it stands with its payments may be said by others at any time, so only a beginning, a pause and an end are written. */
    private Mono<Void> standings(List<EngineSubscription> changed) {
        return db.sql("""
                        update subscriptions s
                        set plan_version_id = n.version,
                            status = case when n.status in ('canceled', 'paused') or s.status in ('trialing', 'paused')
                                          then n.status else s.status end,
                            current_period_start = n.period_start, current_period_end = n.period_end,
                            trial_end = n.trial_end, cancel_at_period_end = n.ending, canceled_at = n.canceled, ended_at = n.ended, updated_at = :now
                        from unnest(:ids::uuid[], :versions::uuid[], :statuses::text[], :starts::timestamptz[],
                                    :ends::timestamptz[], :endings::boolean[], :canceled::timestamptz[], :ended::timestamptz[],
                                    :trialEnds::timestamptz[])
                            as n (id, version, status, period_start, period_end, ending, canceled, ended, trial_end)
                        where s.id = n.id
                        """)
                .bind("ids", array(changed, EngineSubscription::id, UUID[]::new))
                .bind("versions", array(changed, EngineSubscription::versionId, UUID[]::new))
                .bind("statuses", array(changed, row -> row.status().value(), String[]::new))
                .bind("starts", array(changed, EngineSubscription::periodStart, Instant[]::new))
                .bind("ends", array(changed, EngineSubscription::periodEnd, Instant[]::new))
                .bind("endings", array(changed, EngineSubscription::ending, Boolean[]::new))
                .bind("canceled", array(changed, EngineSubscription::canceledAt, Instant[]::new))
                .bind("ended", array(changed, EngineSubscription::endedAt, Instant[]::new))
                .bind("trialEnds", array(changed, EngineSubscription::trialEnd, Instant[]::new))
                .bind("now", clock.instant())
                .then();
    }

    private static String unit(Course course) {
        return EngineRows.word(course.calendar().interval().unit());
    }

    private static int count(Course course) {
        return course.calendar().interval().count();
    }

    private static @Nullable Instant endsAt(Course course) {
        PlannedEnd end = course.end();
        return end == null ? null : end.at();
    }

    private static @Nullable String endPolicy(Course course) {
        PlannedEnd end = course.end();
        return end == null ? null : end.policy().name().toLowerCase(Locale.ROOT);
    }

    private static <T> T[] courses(
            List<EngineSubscription> rows, Function<Course, @Nullable T> value, IntFunction<T[]> array) {
        return array(rows, row -> value.apply(row.course()), array);
    }

    private static <T> T[] array(
            List<EngineSubscription> rows, Function<EngineSubscription, @Nullable T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
