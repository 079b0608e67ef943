package io.tollgate.billing.engine;

import static io.tollgate.billing.engine.Cases.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.engine.Move.What;
import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.plan.BillingPeriod;
import io.tollgate.billing.pricing.Aggregation;
import io.tollgate.billing.pricing.BillingCalendar;
import io.tollgate.billing.pricing.CancelPolicy;
import io.tollgate.billing.pricing.Charge;
import io.tollgate.billing.pricing.GraduatedPrice;
import io.tollgate.billing.pricing.Interval;
import io.tollgate.billing.pricing.PackagePrice;
import io.tollgate.billing.pricing.PriceTier;
import io.tollgate.billing.pricing.UnitPrice;
import io.tollgate.billing.pricing.UsageEvent;
import io.tollgate.billing.pricing.VolumePrice;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The specification's worked numbers, as the engine's steps make them and not only the arithmetic below. */
class WorkedNumbersTest {

    private static final UUID SUBSCRIPTION = UUID.randomUUID();
    private static final UUID VERSION = UUID.randomUUID();
    private static final BillingCalendar MONTHS =
            BillingCalendar.from(at("2027-01-01T00:00:00"), ZoneOffset.UTC, new Interval(Interval.Unit.MONTH, 1));

    @Test
    @DisplayName("first-lago-doc-aug10: 50.00 from 10 August is 35.48")
    void asksForTheRestOfAPeriodFromItsFirstDay() {
        Offer plan = Cases.offer("Pro", 5000);
        EngineSubscription of = Cases.active(plan, "2026-08-01T00:00:00", "2026-08-05T00:00:00");
        EngineSubscription paused =
                step(of, What.PAUSE, "2026-08-05T00:00:00", plan, plan).after();

        assertThat(step(paused, What.RESUME, "2026-08-10T15:00:00", plan, plan).fees())
                .extracting(DraftFee::amount)
                .containsExactly(3548L);
    }

    /** In days, as the engine measures; these moments are midnights, so seconds would say the same. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "chg-fp-upgrade, 2026-03-01, 2026-03-15T09:00:00, 1000, 2000, -548, 1097",
        "chg-fp-downgrade, 2026-03-01, 2026-03-15T09:00:00, 10000, 3000, -5484, 1645",
        "chg-kb-may7, 2026-05-01, 2026-05-07T00:00:00, 59995, 995, -48383, 802",
        "chg-stripe-half, 2026-04-01, 2026-04-16T00:00:00, 1000, 2000, -500, 1000",
        "chg-om-day2, 2026-01-01, 2026-01-02T00:00:00, 1000, 2000, -968, 1935",
    })
    void swapsPlans(String label, String start, String change, long from, long to, long credit, long charge) {
        Offer old = Cases.offer("Old", from);
        Offer next = Cases.offer("New", to);
        EngineSubscription of = Cases.active(old, start + "T00:00:00", change);

        Step step = step(of, What.CHANGE, change, old, next);
        List<Long> fees = step.fees().stream().map(DraftFee::amount).toList();
        if (to < from) {
            // What is worth less leaves a credit note.
            assertThat(fees).containsExactly(charge);
            assertThat(step.giveBack()).isEqualTo(-credit);
        } else {
            assertThat(fees).containsExactly(credit, charge);
            assertThat(step.giveBack()).isZero();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "late-zuora-vol-90-20, 90, 20, 9000",
        "late-zuora-vol-100-1, 100, 1, -9100",
    })
    void billsLateVolumeAsTheDifference(String label, long before, long late, long difference) {
        Metering metering =
                metering(Aggregation.SUM, Charge.of(new VolumePrice(tiers(new long[] {100, 200}, "10", "9", "8"))));
        metering.tell(List.of(event("2027-03-02T00:00:00", before)));
        var _ = metering.end(march());
        metering.tell(List.of(event("2027-03-03T00:00:00", late)));

        assertThat(metering.again()).singleElement().satisfies(fee -> {
            assertThat(fee.kind()).isEqualTo("late");
            assertThat(fee.periodStart()).isEqualTo(at("2027-03-01T00:00:00"));
            assertThat(fee.amount()).isEqualTo(difference);
        });
        assertThat(metering.again()).isEmpty();
    }

    @Test
    @DisplayName("late-kb-next-invoice: 199 bullets told late are 5.90 on the next")
    void billsLateBullets() {
        Metering metering = metering(
                Aggregation.SUM,
                Charge.of(new PackagePrice(new BigDecimal("2.95"), BigDecimal.valueOf(100), BigDecimal.ZERO)));
        assertThat(metering.end(march())).isEmpty();
        metering.tell(List.of(event("2027-03-05T00:00:00", 199)));

        assertThat(metering.again()).extracting(DraftFee::amount).containsExactly(590L);
    }

    @Test
    @DisplayName("late-lago-grace-in/out: told before the period is billed or after, it costs the same")
    void costsTheSameWhetherToldInTimeOrLate() {
        Charge charge = Charge.of(new GraduatedPrice(tiers(new long[] {5}, "7.333", "0.019")));
        Metering in = metering(Aggregation.SUM, charge);
        in.tell(List.of(event("2027-03-02T00:00:00", 4), event("2027-03-03T00:00:00", 5)));
        Metering out = metering(Aggregation.SUM, charge);
        out.tell(List.of(event("2027-03-02T00:00:00", 4)));

        assertThat(in.end(march())).extracting(DraftFee::kind).containsExactly("usage");
        var _ = out.end(march());
        out.tell(List.of(event("2027-03-03T00:00:00", 5)));
        assertThat(out.again()).extracting(DraftFee::kind).containsExactly("late");
        assertThat(out.billed()).isEqualTo(in.billed());
    }

    @Test
    @DisplayName("grad-om-split-12-22: 12 units billed in the middle, 22 in all: 22.00 more")
    void billsWhatIsMoreThanBefore() {
        Metering metering =
                metering(Aggregation.SUM, Charge.of(new GraduatedPrice(tiers(new long[] {15, 20}, "3", "2", "1.5"))));
        metering.tell(List.of(event("2027-03-02T00:00:00", 12), event("2027-03-12T00:00:00", 10)));

        assertThat(metering.end(stretch("2027-03-01T00:00:00", "2027-03-10T00:00:00")))
                .extracting(DraftFee::amount)
                .containsExactly(3600L);
        assertThat(metering.end(stretch("2027-03-10T00:00:00", "2027-04-01T00:00:00")))
                .singleElement()
                .satisfies(fee -> {
                    assertThat(fee.amount()).isEqualTo(2200);
                    assertThat(fee.parts())
                            .extracting(part -> part.part().quantity().intValue())
                            .containsExactly(3, 5, 2);
                });
    }

    @Test
    @DisplayName("trueup-lago-25of28: 25 of 28 days of a minimum of 10.00, 8.00 used: 0.93")
    void asksForThePartOfTheMinimum() {
        Metering metering = metering(Aggregation.SUM, new Charge(new UnitPrice(BigDecimal.ONE), 1000L, null));
        metering.tell(List.of(event("2027-02-10T00:00:00", 8)));

        assertThat(metering.end(stretch("2027-02-04T00:00:00", "2027-03-01T00:00:00")))
                .extracting(DraftFee::amount)
                .containsExactly(800L, 93L);
    }

    @Test
    @DisplayName("grad-om-max-170: 200 used is 170")
    void takesOffWhatExceedsTheMaximum() {
        Metering metering = metering(Aggregation.SUM, new Charge(new UnitPrice(BigDecimal.ONE), null, 17_000L));
        metering.tell(List.of(event("2027-03-10T00:00:00", 200)));

        assertThat(metering.end(march())).extracting(DraftFee::amount).containsExactly(20_000L, -3000L);
    }

    @Test
    @DisplayName("agg-lago-weighted: 2500 added on 5 March are 2177.42")
    void billsWhatWasHeld() {
        Metering metering = metering(Aggregation.WEIGHTED_SUM, Charge.of(new UnitPrice(BigDecimal.ONE)));
        metering.tell(List.of(event("2027-03-05T00:00:00", 2500)));

        assertThat(metering.end(march())).extracting(DraftFee::amount).containsExactly(217_742L);
    }

    private static Metering metering(Aggregation how, Charge charge) {
        Offer offer = Cases.offer("Plan", BillingPeriod.Unit.MONTHLY, Cases.metric(how), charge);
        return new Metering(Map.of(VERSION, offer), BigDecimal.ZERO);
    }

    private static Stretch march() {
        return stretch("2027-03-01T00:00:00", "2027-04-01T00:00:00");
    }

    private static Stretch stretch(String from, String to) {
        return new Stretch(
                SUBSCRIPTION, VERSION, MONTHS, MONTHS.containing(at(from)).index(), at(from), at(to));
    }

    private static UsageEvent event(String utc, long value) {
        return UsageEvent.of(at(utc), utc, BigDecimal.valueOf(value));
    }

    private static List<PriceTier> tiers(long[] bounds, String... units) {
        List<PriceTier> tiers = new ArrayList<>();
        BigDecimal from = BigDecimal.ZERO;
        for (int i = 0; i < units.length; i++) {
            BigDecimal to = i < bounds.length ? BigDecimal.valueOf(bounds[i]) : null;
            tiers.add(new PriceTier(from, to, new BigDecimal(units[i]), BigDecimal.ZERO));
            from = to == null ? from : to;
        }
        return tiers;
    }

    private static Step step(EngineSubscription of, What what, String moment, Offer from, @Nullable Offer to) {
        UUID version = what == What.CHANGE && to != null ? to.versionId() : null;
        Move move = new Move(of, what, at(moment), version, at(moment));
        return Changing.step(move, Cases.known(from, to == null ? from : to), CancelPolicy.NONE);
    }
}
