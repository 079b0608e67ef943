package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.billing.subscription.Subscription;
import io.tollgate.billing.subscription.SubscriptionRepository;
import io.tollgate.billing.subscription.SubscriptionStatus;
import io.tollgate.billing.usage.RunningUsage;
import io.tollgate.platform.web.ApiException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What the next invoice will ask for usage, worked out as that invoice will be, whoever makes it. */
@Component
class SoFar implements RunningUsage {

    private final EngineRepository rows;
    private final Knowing knowing;
    private final SubscriptionRepository subscriptions;
    private final StripeBills bills;
    private final StripeCounting counting;
    private final Clock clock;

    SoFar(
            EngineRepository rows,
            Knowing knowing,
            SubscriptionRepository subscriptions,
            StripeBills bills,
            StripeCounting counting,
            Clock clock) {
        this.rows = rows;
        this.knowing = knowing;
        this.subscriptions = subscriptions;
        this.bills = bills;
        this.counting = counting;
        this.clock = clock;
    }

    @Override
    public Mono<Running> of(UUID subscriptionId) {
        return rows.find(subscriptionId)
                .flatMap(this::engine)
                .switchIfEmpty(Mono.defer(() -> subscriptions
                        .findById(subscriptionId)
                        .filter(found -> found.provider() == Provider.STRIPE && !found.engine())
                        .flatMap(this::stripe)));
    }

    private Mono<Running> engine(EngineSubscription of) {
        Instant since = of.course().since();
        if (of.trialing() || of.course().nextRunAt() == null || !of.live()) {
            return Mono.just(new Running(since, Map.of()));
        }
        Move move = Move.boundary(of, clock.instant());
        return knowing.of(List.of(move))
                .map(pairs -> amounts(Arrears.of(move, pairs.getFirst().known())))
                .transform(amounts -> running(since, amounts));
    }

    private Mono<Running> stripe(Subscription of) {
        Instant end = of.currentPeriodEnd();
        Instant start = Objects.requireNonNullElse(of.currentPeriodStart(), of.startedAt());
        if (end == null || of.status() == SubscriptionStatus.TRIALING) {
            return Mono.just(new Running(start, Map.of()));
        }
        return bills.counted(of.id())
                .defaultIfEmpty(new StripeBills.Counted(StripeCounting.begin(of), 0))
                .flatMap(counted -> counting.parts(of, counted.to(), end)
                        .last()
                        .flatMap(part -> counting.arrears(part, Long.MAX_VALUE)
                                .map(SoFar::amounts)
                                .transform(amounts -> running(part.stretch().from(), amounts))));
    }

    private static Mono<Running> running(Instant since, Mono<Map<UUID, Long>> amounts) {
        return amounts.map(known -> new Running(since, known))
                .onErrorResume(SoFar::cannotBeTold, _ -> Mono.just(new Running(since, null)));
    }

    /** More than can be billed, or of what is no longer kept. */
    private static boolean cannotBeTold(Throwable fault) {
        return fault instanceof ArithmeticException || fault instanceof ApiException;
    }

    /** What was told late belongs to periods before. */
    private static Map<UUID, Long> amounts(Arrears arrears) {
        return arrears.fees().stream()
                .filter(fee -> fee.chargeId() != null && !"late".equals(fee.kind()))
                .collect(Collectors.toMap(
                        fee -> Objects.requireNonNull(fee.chargeId()), DraftFee::amount, Math::addExact));
    }
}
