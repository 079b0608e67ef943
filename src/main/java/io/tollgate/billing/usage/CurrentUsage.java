package io.tollgate.billing.usage;

import io.tollgate.billing.metric.Charges;
import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.Scale;
import io.tollgate.billing.pricing.Usage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells what a subscription has used and what that costs so far: what the next invoice would ask if nothing else were used. */
@Component
class CurrentUsage {

    private final Charges charges;
    private final PlanRepository plans;
    private final MeteredUsage usage;
    private final List<RunningUsage> running;
    private final Clock clock;

    CurrentUsage(
            Charges charges,
            PlanRepository plans,
            MeteredUsage usage,
            ObjectProvider<RunningUsage> running,
            Clock clock) {
        this.charges = charges;
        this.plans = plans;
        this.usage = usage;
        this.running = running.stream().toList();
        this.clock = clock;
    }

    /** What has been used of each charge. */
    private record Counted(Plan plan, List<PlanCharge> charged, List<Usage> usages) {

        /** What an invoice would ask for it; null when it is more than can be billed. */
        @Nullable Long amount(int place) {
            Scale scale = Scale.of(plan.price().currency());
            try {
                return charged.get(place)
                        .charge()
                        .rate(usages.get(place), scale)
                        .amount();
            } catch (ArithmeticException _) {
                return null;
            }
        }
    }

    Mono<CurrentUsageView> of(Metered subscription) {
        Period period = subscription.period(clock.instant());
        return Flux.fromIterable(running)
                .concatMap(each -> each.of(subscription.id()))
                .next()
                .flatMap(known -> count(subscription, period, known.since())
                        .map(counted -> view(
                                subscription,
                                period,
                                known.since(),
                                counted,
                                place -> known.amount(
                                        counted.charged().get(place).id()))))
                .switchIfEmpty(Mono.defer(() -> count(subscription, period, period.start())
                        .map(counted -> view(subscription, period, period.start(), counted, counted::amount))));
    }

    private Mono<Counted> count(Metered subscription, Period period, Instant since) {
        // Of what is over, nothing can have been used since.
        boolean within = since.isBefore(period.end());
        Instant end = within ? period.end() : since.plusSeconds(1);
        Period counted = new Period(period.index(), since, end, period.zone(), period.interval());
        Period whole = within ? period : counted;
        return Mono.zip(plans.findByVersion(subscription.planVersionId()), charges.of(subscription.planVersionId()))
                .flatMap(found -> usage.of(found.getT2().stream()
                                .map(charge -> new UsageQuestion(subscription.id(), charge, counted, whole))
                                .toList())
                        .map(usages -> new Counted(found.getT1(), found.getT2(), usages)));
    }

    private static CurrentUsageView view(
            Metered subscription, Period period, Instant since, Counted counted, IntFunction<@Nullable Long> amount) {
        List<CurrentUsageView.Line> lines = IntStream.range(0, counted.charged().size())
                .mapToObj(place -> CurrentUsageView.Line.of(
                        counted.charged().get(place), counted.usages().get(place), amount.apply(place)))
                .toList();
        return CurrentUsageView.of(
                subscription, period, since, counted.plan().price().currency(), lines);
    }
}
