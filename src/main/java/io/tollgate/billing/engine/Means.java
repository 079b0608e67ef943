package io.tollgate.billing.engine;

import io.tollgate.billing.plan.Trial;
import io.tollgate.billing.subscription.Provider;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Whether there is a way to collect from a customer, which the end of a trial asks. The answer may come from a provider far away: it
 * is asked for before a transaction, and handed on in the Reactor context, so that no locks are held meanwhile.
 */
@Component
class Means {

    private final ObjectProvider<MeansOfPayment> providers;
    private final EngineRepository rows;
    private final Offers offers;

    Means(ObjectProvider<MeansOfPayment> providers, EngineRepository rows, Offers offers) {
        this.providers = providers;
        this.rows = rows;
        this.offers = offers;
    }

    /** What was answered, by subscription; an error where it was refused. */
    record Answers(Map<UUID, Mono<Boolean>> known) {

        private static final Answers NONE = new Answers(Map.of());

        static Answers refused(UUID subscriptionId, Throwable fault) {
            return new Answers(Map.of(subscriptionId, Mono.error(fault)));
        }

        /** The work, which need not ask any more. */
        <T> Mono<T> before(Mono<T> work) {
            return work.contextWrite(context -> context.put(Answers.class, this));
        }
    }

    /** Asks where what is due of the subscription will want an answer; fails as the provider does. */
    Mono<Answers> asked(UUID subscriptionId, Instant now) {
        return rows.find(subscriptionId)
                .filter(of -> of.parked() == null && Acting.due(of, now))
                .map(of -> Move.boundary(of, now))
                .filterWhen(this::wanted)
                .flatMap(move -> ask(move.of()))
                .map(able -> new Answers(Map.of(subscriptionId, Mono.just(able))))
                .defaultIfEmpty(Answers.NONE);
    }

    /** Only the end of a trial asks for it, unless what comes then is settled in any case. */
    static boolean wanted(Move move, Offer next) {
        EngineSubscription of = move.of();
        return of.trialing()
                && move.what() == Move.What.BOUNDARY
                && of.trialEnd() != null
                && !of.ending()
                && !of.course().endsBy(move.at())
                && !next.free()
                && next.plan().trial().withoutCard() != Trial.End.CREATE_INVOICE;
    }

    /** What was answered before, else what the provider answers now. */
    Mono<Boolean> collectable(EngineSubscription of) {
        return Mono.deferContextual(context -> context.<Answers>getOrEmpty(Answers.class)
                .map(answers -> answers.known().get(of.id()))
                .orElseGet(() -> ask(of)));
    }

    private Mono<Boolean> wanted(Move move) {
        return move.of().trialing()
                ? offers.of(List.of(move.nextVersionId()))
                        .map(sold -> wanted(move, Offers.in(sold, move.nextVersionId())))
                : Mono.just(false);
    }

    private Mono<Boolean> ask(EngineSubscription of) {
        Provider provider = of.provider();
        return providers
                .orderedStream()
                .filter(some -> some.provider() == provider)
                .findFirst()
                .map(some -> some.has(of.userId()))
                .orElseGet(() -> Mono.just(true));
    }
}
