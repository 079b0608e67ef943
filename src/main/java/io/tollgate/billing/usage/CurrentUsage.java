package io.tollgate.billing.usage;

import io.tollgate.billing.metric.Charges;
import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.Scale;
import io.tollgate.billing.pricing.Usage;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells what a subscription has used in its period, and what that costs so far. */
@Component
class CurrentUsage {

    private final Charges charges;
    private final PlanRepository plans;
    private final MeteredUsage usage;
    private final Clock clock;

    CurrentUsage(Charges charges, PlanRepository plans, MeteredUsage usage, Clock clock) {
        this.charges = charges;
        this.plans = plans;
        this.usage = usage;
        this.clock = clock;
    }

    Mono<CurrentUsageView> of(Metered subscription) {
        Period period = subscription.period(clock.instant());
        return Mono.zip(plans.findByVersion(subscription.planVersionId()), charges.of(subscription.planVersionId()))
                .flatMap(found -> count(subscription, period, found.getT2())
                        .map(usages -> view(subscription, period, found.getT1(), found.getT2(), usages)));
    }

    private Mono<List<Usage>> count(Metered subscription, Period period, List<PlanCharge> charged) {
        return usage.of(charged.stream()
                .map(charge -> new UsageQuestion(subscription.id(), charge, period))
                .toList());
    }

    private static CurrentUsageView view(
            Metered subscription, Period period, Plan plan, List<PlanCharge> charged, List<Usage> usages) {
        String currency = plan.price().currency();
        Scale scale = Scale.of(currency);
        List<CurrentUsageView.Line> lines = IntStream.range(0, charged.size())
                .mapToObj(i -> CurrentUsageView.Line.of(
                        charged.get(i), usages.get(i), amount(charged.get(i), usages.get(i), scale)))
                .toList();
        return CurrentUsageView.of(subscription, period, currency, lines);
    }

    private static @Nullable Long amount(PlanCharge charge, Usage usage, Scale scale) {
        try {
            return charge.charge().rate(usage, scale).amount();
        } catch (ArithmeticException _) {
            return null;
        }
    }
}
