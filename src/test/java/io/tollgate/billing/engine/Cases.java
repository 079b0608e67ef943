package io.tollgate.billing.engine;

import io.tollgate.billing.metric.ChargeTerms;
import io.tollgate.billing.metric.Facets;
import io.tollgate.billing.metric.Metric;
import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.plan.BillingPeriod;
import io.tollgate.billing.plan.BillingRules;
import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanPrice;
import io.tollgate.billing.plan.PlanVersion;
import io.tollgate.billing.plan.Tier;
import io.tollgate.billing.plan.Trial;
import io.tollgate.billing.pricing.Aggregation;
import io.tollgate.billing.pricing.BillingCalendar;
import io.tollgate.billing.pricing.Charge;
import io.tollgate.billing.pricing.Usage;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.billing.subscription.SubscriptionStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Subscriptions and plans as the rules see them, without a database. */
final class Cases {

    private Cases() {}

    static Offer offer(String name, long cents, Charge... charges) {
        return offer(name, cents, BillingPeriod.Unit.MONTHLY, charges);
    }

    static Offer offer(String name, long cents, BillingPeriod.Unit unit, Charge... charges) {
        return offer(name, cents, unit, BillingRules.DEFAULT, charges);
    }

    static Offer offer(String name, long cents, BillingPeriod.Unit unit, BillingRules rules, Charge... charges) {
        UUID version = UUID.randomUUID();
        Plan plan = new Plan(
                UUID.randomUUID(),
                name.toLowerCase(Locale.ROOT),
                name,
                Tier.PRO,
                Trial.NONE,
                true,
                null,
                1,
                new PlanVersion(version, 1, new PlanPrice(cents, "USD", new BillingPeriod(unit, 1)), null),
                rules);
        return new Offer(
                plan,
                Arrays.stream(charges).map(charge -> charge(version, charge)).toList());
    }

    /** That charges for the same as other plans do. */
    static Offer offer(String name, BillingPeriod.Unit unit, Metric metric, Charge charge) {
        Offer bare = offer(name, 0, unit);
        return new Offer(bare.plan(), List.of(charge(bare.versionId(), charge, metric)));
    }

    static Metric metric(Aggregation aggregation) {
        return new Metric(UUID.randomUUID(), "calls", "Calls", "call", aggregation, null, null, Facets.NONE, false);
    }

    private static PlanCharge charge(UUID version, Charge charge) {
        return charge(version, charge, metric(Aggregation.SUM));
    }

    private static PlanCharge charge(UUID version, Charge charge, Metric metric) {
        ChargeTerms terms = new ChargeTerms("unit", "{}");
        return new PlanCharge(UUID.randomUUID(), version, "API calls", metric, charge, Facets.NONE, terms);
    }

    static Instant at(String utc) {
        return LocalDateTime.parse(utc).toInstant(ZoneOffset.UTC);
    }

    /** In the period that contains the moment, with its base fee billed. */
    static EngineSubscription active(Offer offer, String anchor, String now) {
        BillingCalendar calendar = BillingCalendar.from(at(anchor), ZoneOffset.UTC, offer.interval());
        long index = calendar.containing(at(now)).index();
        Course course = Course.into(calendar, index, calendar.period(index).start(), 0);
        return subscription(offer, SubscriptionStatus.ACTIVE, course.having(offer.price(), UUID.randomUUID()));
    }

    static EngineSubscription trialing(Offer offer, String start, String end) {
        BillingCalendar calendar = BillingCalendar.from(at(end), ZoneOffset.UTC, offer.interval());
        Course course = new Course(calendar, Course.TRIAL, at(start), at(end), null, 0, 0, null);
        return new EngineSubscription(
                UUID.randomUUID(),
                UUID.randomUUID(),
                Provider.MANUAL,
                offer.versionId(),
                SubscriptionStatus.TRIALING,
                at(start),
                at(start),
                at(end),
                at(end),
                false,
                null,
                null,
                null,
                null,
                course);
    }

    static EngineSubscription subscription(Offer offer, SubscriptionStatus status, Course course) {
        return new EngineSubscription(
                UUID.randomUUID(),
                UUID.randomUUID(),
                Provider.MANUAL,
                offer.versionId(),
                status,
                course.calendar().period(0).start(),
                course.period().start(),
                course.period().end(),
                null,
                false,
                null,
                null,
                null,
                null,
                course);
    }

    /** Of which something was told late: what its only charge has now counted. */
    static PeriodUsage late(Offer offer, BilledStretch billed, String quantity) {
        SplitPeriod period = SplitPeriod.of(List.of(billed)).getFirst();
        Map<UUID, Offer> sold = Map.of(offer.versionId(), offer);
        return new PeriodUsage(
                period,
                sold,
                Strand.of(period, sold).stream()
                        .map(strand -> new PeriodUsage.Counted(strand, List.of(Usage.of(new BigDecimal(quantity)))))
                        .toList());
    }

    static Known known(Offer present, Offer next) {
        return new Known(present, next, Map.of(), List.of(), 7, true, Duration.ofDays(3));
    }

    static Known used(Offer offer, Offer next, String quantity) {
        Usage usage = new Usage(new BigDecimal(quantity), 1, List.of());
        return new Known(
                offer, next, Map.of(offer.charges().getFirst().id(), usage), List.of(), 7, true, Duration.ofDays(3));
    }
}
