package io.tollgate.billing.plan;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.pricing.ProrationMode;
import io.tollgate.platform.db.Columns;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** How a plan is read from a row. */
final class PlanRows {

    private static final String COLUMNS = """
            select p.id, p.code, p.name, p.tier, p.trial_days, p.trial_requires_card, p.trial_end_without_card,
                   p.billing_anchor, p.proration, p.change_anchor, p.downgrade, p.is_active, p.deleted_at, p.revision, v.id as version_id, v.number, v.price_cents, v.currency,
                   v.billing_period, v.interval_count, v.stripe_price_id
            from plans p join plan_versions v on v.plan_id = p.id
            """;

    /** Each plan once, at the version that is sold now. */
    static final String SELECT = COLUMNS + "and v.number = p.version";

    static final String SELECT_ANY_VERSION = COLUMNS;

    private PlanRows() {}

    static Plan toPlan(Readable row) {
        OffsetDateTime deletedAt = row.get("deleted_at", OffsetDateTime.class);
        return new Plan(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "code", String.class),
                Columns.required(row, "name", String.class),
                Tier.valueOf(Columns.required(row, "tier", String.class)),
                toTrial(row),
                Columns.required(row, "is_active", Boolean.class),
                deletedAt == null ? null : deletedAt.toInstant(),
                Columns.required(row, "revision", Long.class),
                toVersion(row),
                toRules(row));
    }

    /** Of a statement, all that a plan says of itself. */
    static GenericExecuteSpec bind(Plan plan, GenericExecuteSpec statement) {
        return statement
                .bind("id", plan.id())
                .bind("name", plan.name())
                .bind("tier", plan.tier().name())
                .bind("trialDays", plan.trial().days())
                .bind("trialCard", plan.trial().cardRequired())
                .bind("trialEnd", plan.trial().withoutCard().value())
                .bind("anchor", BillingRules.word(plan.billing().anchor()))
                .bind("proration", BillingRules.word(plan.billing().proration()))
                .bind("changeAnchor", BillingRules.word(plan.billing().afterChange()))
                .bind("downgrade", BillingRules.word(plan.billing().downgrade()))
                .bind("active", plan.active())
                .bind("version", plan.version().number());
    }

    private static BillingRules toRules(Readable row) {
        return new BillingRules(
                BillingRules.choice(BillingRules.Anchor.class, Columns.required(row, "billing_anchor", String.class)),
                BillingRules.choice(ProrationMode.class, Columns.required(row, "proration", String.class)),
                BillingRules.choice(
                        BillingRules.AfterChange.class, Columns.required(row, "change_anchor", String.class)),
                BillingRules.choice(BillingRules.Downgrade.class, Columns.required(row, "downgrade", String.class)));
    }

    private static Trial toTrial(Readable row) {
        return new Trial(
                Columns.required(row, "trial_days", Integer.class),
                Columns.required(row, "trial_requires_card", Boolean.class),
                Trial.End.of(Columns.required(row, "trial_end_without_card", String.class)));
    }

    static PlanVersion toVersion(Readable row) {
        return new PlanVersion(
                Columns.required(row, "version_id", UUID.class),
                Columns.required(row, "number", Integer.class),
                new PlanPrice(
                        Columns.required(row, "price_cents", Long.class),
                        Columns.required(row, "currency", String.class),
                        new BillingPeriod(
                                BillingPeriod.Unit.of(Columns.required(row, "billing_period", String.class)),
                                Columns.required(row, "interval_count", Integer.class))),
                optional(row, "stripe_price_id"));
    }

    static @Nullable String optional(Readable row, String column) {
        return row.get(column, String.class);
    }
}
