package io.tollgate.billing.collection;

import io.tollgate.billing.stripe.IgnoredEvent;
import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.billing.stripe.StripePaymentIntent;
import io.tollgate.billing.stripe.StripePaymentIntents;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code payment_intent.succeeded}: somebody has paid; on a page of ours, or by a charge whose answer is still to come. */
@Component
class PaymentIntentSucceeded implements StripeEventHandler {

    private final StripePaymentIntents stripe;
    private final StripeAnswers answers;
    private final AttemptRepository attempts;
    private final AttemptOutcome outcome;

    PaymentIntentSucceeded(
            StripePaymentIntents stripe, StripeAnswers answers, AttemptRepository attempts, AttemptOutcome outcome) {
        this.stripe = stripe;
        this.answers = answers;
        this.attempts = attempts;
        this.outcome = outcome;
    }

    @Override
    public Set<String> types() {
        return Set.of("payment_intent.succeeded");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return stripe.retrieve(String.valueOf(event.objectId()))
                .flatMap(intent -> attempt(intent)
                        .flatMap(attempt -> answers.of(intent)
                                .flatMap(result ->
                                        run.once(outcome.polled(attempt, result).then()))));
    }

    /** Stripe's own invoices are paid by intents too. */
    private Mono<Attempt> attempt(StripePaymentIntent intent) {
        return Mono.justOrEmpty(Attempt.named(intent.metadata().get(StripeAnswers.NOTE)))
                .flatMap(attempts::find)
                .switchIfEmpty(Mono.error(() -> new IgnoredEvent("not an attempt of ours")));
    }
}
