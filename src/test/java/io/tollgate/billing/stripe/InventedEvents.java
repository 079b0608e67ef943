package io.tollgate.billing.stripe;

import io.tollgate.platform.jobs.JobRun;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A handler of types that Stripe does not have, which counts what it is given. Not in the local product. */
@Component
@ConditionalOnBooleanProperty("tollgate.probes")
class InventedEvents implements StripeEventHandler {

    static final String EFFECT = "tollgate.test.effect";
    static final String NO_EFFECT = "tollgate.test.no_effect";
    static final String ASKS_STRIPE = "tollgate.test.asks_stripe";
    static final String BROKEN = "tollgate.test.broken";

    final Map<String, Integer> calls = new ConcurrentHashMap<>();
    final Map<String, Integer> effects = new ConcurrentHashMap<>();

    /** What a handler asks of Stripe. */
    volatile Mono<?> question = Mono.empty();

    /** What the second attempt of a broken one waits for. */
    volatile Mono<Void> mended = Mono.empty();

    @Override
    public Set<String> types() {
        return Set.of(EFFECT, NO_EFFECT, ASKS_STRIPE, BROKEN);
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        calls.merge(event.id(), 1, Integer::sum);
        return switch (event.type()) {
            case EFFECT -> run.once(Mono.fromRunnable(() -> effects.merge(event.id(), 1, Integer::sum)));
            case ASKS_STRIPE -> question.then();
            case BROKEN ->
                calls.get(event.id()) == 1
                        ? Mono.error(new IllegalStateException("The moon is down"))
                        : mended.then(run.once(Mono.empty()));
            default -> Mono.empty();
        };
    }
}
