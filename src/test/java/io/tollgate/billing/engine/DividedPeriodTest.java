package io.tollgate.billing.engine;

import static io.tollgate.billing.engine.Cases.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.metric.Metric;
import io.tollgate.billing.plan.BillingPeriod;
import io.tollgate.billing.pricing.Aggregation;
import io.tollgate.billing.pricing.BillingCalendar;
import io.tollgate.billing.pricing.Charge;
import io.tollgate.billing.pricing.FlatPrice;
import io.tollgate.billing.pricing.Interval;
import io.tollgate.billing.pricing.PackagePrice;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.Price;
import io.tollgate.billing.pricing.PriceTier;
import io.tollgate.billing.pricing.Seeded;
import io.tollgate.billing.pricing.UnitPrice;
import io.tollgate.billing.pricing.UsageEvent;
import io.tollgate.billing.pricing.VolumePrice;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What divides a period changes nothing of what its usage costs. */
class DividedPeriodTest {

    private static final UUID SUBSCRIPTION = UUID.randomUUID();
    private static final int TIMES = 400;
    private static final Interval MONTHLY = new Interval(Interval.Unit.MONTH, 1);
    private static final BillingCalendar MARCH =
            BillingCalendar.from(at("2027-03-01T00:00:00"), ZoneId.of("UTC"), MONTHLY);

    /** Split invoices equal one invoice: pauses, changes between equal prices, usage told late, in any order. */
    @ParameterizedTest
    @EnumSource(Aggregation.class)
    void costsAsMuchAsInOnePiece(Aggregation how) {
        Seeded seeded = Seeded.of("DividedPeriodTest");
        for (int time = 0; time < TIMES; time++) {
            Metric metric = Cases.metric(how);
            Charge charge = charge(seeded, how);
            List<Offer> offers = Stream.generate(() -> Cases.offer("Plan", BillingPeriod.Unit.MONTHLY, metric, charge))
                    .limit(3)
                    .toList();
            BillingCalendar calendar =
                    BillingCalendar.from(at("2027-01-31T10:00:00"), ZoneId.of("America/New_York"), MONTHLY);
            List<Stretch> stretches = stretches(seeded, calendar, offers);
            List<UsageEvent> events = events(seeded, how, stretches);
            BigDecimal carried = how == Aggregation.WEIGHTED_SUM ? seeded.decimal(90, 2) : BigDecimal.ZERO;
            Period period = calendar.period(stretches.getFirst().index());

            Metering whole = new Metering(sold(offers), carried);
            whole.tell(events);
            var _ = whole.end(stretch(calendar, offers.getFirst(), period.start(), period.end()));
            Metering divided = new Metering(sold(offers), carried);
            divide(seeded, divided, stretches, events);

            assertThat(divided.billed())
                    .as("%s %s %s %s", how, charge, stretches, events)
                    .isEqualTo(whole.billed());
        }
    }

    /** The reviewer's case: 100 GB held all month, another plan of the same price in the middle. */
    @Test
    void dividesWhatIsHeldByThePeriodAndNotByTheStretch() {
        Metric storage = Cases.metric(Aggregation.WEIGHTED_SUM);
        Charge price = Charge.of(new UnitPrice(BigDecimal.ONE));
        Offer small = Cases.offer("Small", BillingPeriod.Unit.MONTHLY, storage, price);
        Offer large = Cases.offer("Large", BillingPeriod.Unit.MONTHLY, storage, price);
        Metering metering = new Metering(sold(List.of(small, large)), BigDecimal.valueOf(100));

        assertThat(metering.end(stretch(MARCH, small, at("2027-03-01T00:00:00"), at("2027-03-16T12:00:00"))))
                .extracting(DraftFee::amount)
                .containsExactly(5000L);
        assertThat(metering.end(stretch(MARCH, large, at("2027-03-16T12:00:00"), at("2027-04-01T00:00:00"))))
                .extracting(DraftFee::amount)
                .containsExactly(5000L);
    }

    @Test
    void givesAFreeAllowanceOnceHoweverOftenThePlanChanges() {
        Metric calls = Cases.metric(Aggregation.SUM);
        Charge price = Charge.of(
                new PackagePrice(new BigDecimal("0.20"), BigDecimal.valueOf(1000), BigDecimal.valueOf(100_000)));
        Offer one = Cases.offer("One", BillingPeriod.Unit.MONTHLY, calls, price);
        Offer other = Cases.offer("Other", BillingPeriod.Unit.MONTHLY, calls, price);
        Metering metering = new Metering(sold(List.of(one, other)), BigDecimal.ZERO);
        metering.tell(List.of(
                event("2027-03-02T00:00:00", 100_000),
                event("2027-03-12T00:00:00", 100_000),
                event("2027-03-22T00:00:00", 1)));

        var _ = metering.end(stretch(MARCH, one, at("2027-03-01T00:00:00"), at("2027-03-10T00:00:00")));
        assertThat(metering.billed()).isZero();
        var _ = metering.end(stretch(MARCH, other, at("2027-03-10T00:00:00"), at("2027-03-20T00:00:00")));
        assertThat(metering.billed()).isEqualTo(2000);
        var _ = metering.end(stretch(MARCH, one, at("2027-03-21T00:00:00"), at("2027-04-01T00:00:00")));
        assertThat(metering.billed()).isEqualTo(2020);
    }

    /** From the month to the year and back, with which a period begins anew each time. */
    @Test
    void givesNoFreeAllowanceForAChangeOfTheInterval() {
        Metric calls = Cases.metric(Aggregation.COUNT);
        Charge price = Charge.of(new PackagePrice(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.TWO));
        Offer monthly = Cases.offer("Monthly", BillingPeriod.Unit.MONTHLY, calls, price);
        Offer yearly = Cases.offer("Yearly", BillingPeriod.Unit.YEARLY, calls, price);
        Metering metering = new Metering(sold(List.of(monthly, yearly)), BigDecimal.ZERO);
        metering.tell(List.of(
                event("2027-03-02T00:00:00", 1),
                event("2027-03-03T00:00:00", 1),
                event("2027-03-05T00:00:00", 1),
                event("2027-03-07T00:00:00", 1)));
        Instant year = at("2027-03-04T00:00:00");
        Instant month = at("2027-03-06T00:00:00");
        BillingCalendar years = BillingCalendar.from(year, ZoneId.of("UTC"), new Interval(Interval.Unit.YEAR, 1));

        var _ = metering.end(stretch(MARCH, monthly, at("2027-03-01T00:00:00"), year));
        var _ = metering.end(stretch(years, yearly, year, month));
        var _ = metering.end(stretch(
                BillingCalendar.from(month, ZoneId.of("UTC"), MONTHLY), monthly, month, at("2027-04-06T00:00:00")));

        assertThat(metering.billed()).isEqualTo(200);
    }

    /** What has been used is paid at the price it had: a cheaper volume later is no reason to give that back. */
    @Test
    void givesNothingBackThatWasNeverBilled() {
        Metric calls = Cases.metric(Aggregation.SUM);
        Offer free = Cases.offer("Free", BillingPeriod.Unit.MONTHLY, calls, Charge.of(new UnitPrice(BigDecimal.ZERO)));
        Price volume = new VolumePrice(List.of(
                new PriceTier(BigDecimal.ZERO, BigDecimal.valueOf(100), BigDecimal.TEN, BigDecimal.ZERO),
                new PriceTier(BigDecimal.valueOf(100), null, BigDecimal.valueOf(9), BigDecimal.ZERO)));
        Offer paid = Cases.offer("Paid", BillingPeriod.Unit.MONTHLY, calls, Charge.of(volume));
        Metering metering = new Metering(sold(List.of(free, paid)), BigDecimal.ZERO);
        metering.tell(List.of(event("2027-03-02T00:00:00", 100), event("2027-03-12T00:00:00", 1)));

        var _ = metering.end(stretch(MARCH, free, at("2027-03-01T00:00:00"), at("2027-03-10T00:00:00")));
        var _ = metering.end(stretch(MARCH, paid, at("2027-03-10T00:00:00"), at("2027-04-01T00:00:00")));

        assertThat(metering.billed()).isZero();
    }

    /** Begun at 09:00, upgraded at 17:00: eight hours of a cap are not none, and the rest comes with the period's end. */
    @Test
    void billsWhatWasUsedWithinADayUnderAMaximum() {
        Metric calls = Cases.metric(Aggregation.SUM);
        Charge capped = new Charge(new UnitPrice(BigDecimal.ONE), null, 17_000L);
        Offer one = Cases.offer("One", BillingPeriod.Unit.MONTHLY, calls, capped);
        Offer other = Cases.offer("Other", BillingPeriod.Unit.MONTHLY, calls, capped);
        Metering metering = new Metering(sold(List.of(one, other)), BigDecimal.ZERO);
        Instant begin = at("2027-03-01T09:00:00");
        Instant upgrade = at("2027-03-01T17:00:00");
        BillingCalendar calendar = BillingCalendar.from(begin, ZoneId.of("UTC"), MONTHLY);
        metering.tell(List.of(event("2027-03-01T12:00:00", 80)));

        var _ = metering.end(stretch(calendar, one, begin, upgrade));
        assertThat(metering.billed()).isEqualTo(183);
        var _ = metering.end(stretch(calendar, other, upgrade, at("2027-04-01T09:00:00")));
        assertThat(metering.billed()).isEqualTo(8000);
    }

    /** A fee that asks for no usage is asked for by time: of the old plan and the new, each its part. */
    @Test
    void dividesAFlatFeeBetweenThePlansByTime() {
        Metric calls = Cases.metric(Aggregation.COUNT);
        Offer small = Cases.offer("S", BillingPeriod.Unit.MONTHLY, calls, Charge.of(new FlatPrice(BigDecimal.TEN)));
        Offer large =
                Cases.offer("L", BillingPeriod.Unit.MONTHLY, calls, Charge.of(new FlatPrice(new BigDecimal("20"))));
        Metering metering = new Metering(sold(List.of(small, large)), BigDecimal.ZERO);

        var _ = metering.end(stretch(MARCH, small, at("2027-03-01T00:00:00"), at("2027-03-16T12:00:00")));
        assertThat(metering.billed()).isEqualTo(500);
        var _ = metering.end(stretch(MARCH, large, at("2027-03-16T12:00:00"), at("2027-04-01T00:00:00")));
        assertThat(metering.billed()).isEqualTo(1500);
    }

    private static void divide(Seeded seeded, Metering metering, List<Stretch> stretches, List<UsageEvent> events) {
        List<UsageEvent> untold = new ArrayList<>(events);
        for (Stretch stretch : stretches) {
            List<UsageEvent> now = untold.stream()
                    .filter(event -> event.at().isBefore(stretch.to()) && seeded.random.nextInt(5) > 0)
                    .toList();
            metering.tell(now);
            untold.removeAll(now);
            var _ = metering.end(stretch);
        }
        metering.tell(untold);
        var _ = metering.again();
    }

    /** Side by side, or with a pause between two of the same plan. */
    private static List<Stretch> stretches(Seeded seeded, BillingCalendar calendar, List<Offer> offers) {
        Period period = calendar.period(seeded.random.nextInt(12));
        List<Instant> cuts = seeded.cuts(period).stream().distinct().toList();
        List<Stretch> stretches = new ArrayList<>();
        Offer offer = offers.getFirst();
        boolean paused = false;
        for (int i = 0; i + 1 < cuts.size(); i++) {
            if (paused) {
                paused = false;
                continue;
            }
            stretches.add(stretch(calendar, offer, cuts.get(i), cuts.get(i + 1)));
            paused = i + 3 < cuts.size() && seeded.random.nextBoolean();
            if (!paused) {
                offer = offers.get(seeded.random.nextInt(offers.size()));
            }
        }
        return stretches;
    }

    private static Stretch stretch(BillingCalendar calendar, Offer offer, Instant from, Instant to) {
        long index = calendar.containing(from).index();
        return new Stretch(SUBSCRIPTION, offer.versionId(), calendar, index, from, to);
    }

    private static List<UsageEvent> events(Seeded seeded, Aggregation how, List<Stretch> stretches) {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = seeded.random.nextInt(12); i > 0; i--) {
            Stretch stretch = stretches.get(seeded.random.nextInt(stretches.size()));
            long nanos = Duration.between(stretch.from(), stretch.to()).toNanos();
            BigDecimal value = seeded.decimal(40, 3);
            boolean taken =
                    (how == Aggregation.SUM || how == Aggregation.WEIGHTED_SUM) && seeded.random.nextInt(5) == 0;
            events.add(new UsageEvent(
                    stretch.from().plusNanos(seeded.random.nextLong(nanos)),
                    "e" + i,
                    taken ? value.negate() : value,
                    "who" + seeded.random.nextInt(5)));
        }
        return events;
    }

    private static Charge charge(Seeded seeded, Aggregation how) {
        Charge charge = seeded.charge();
        return charge.price().needsValues() && how != Aggregation.SUM ? charge(seeded, how) : charge;
    }

    private static UsageEvent event(String utc, long value) {
        return UsageEvent.of(at(utc), utc, BigDecimal.valueOf(value));
    }

    private static Map<UUID, Offer> sold(List<Offer> offers) {
        Map<UUID, Offer> sold = new HashMap<>();
        offers.forEach(offer -> sold.put(offer.versionId(), offer));
        return sold;
    }
}
