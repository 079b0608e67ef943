package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes in the events that Stripe could not deliver, as the webhook would have. Stripe gives up after three days and keeps
 * events for thirty; which of its endpoints has missed one it does not say, so those that we have are passed over.
 */
@Component
class MissedEvents implements DriftCheck {

    private final StripeEvents events;
    private final StripeEventTable table;
    private final StripeInbox inbox;
    private final TransactionalOperator tx;

    MissedEvents(StripeEvents events, StripeEventTable table, StripeInbox inbox, TransactionalOperator tx) {
        this.events = events;
        this.table = table;
        this.inbox = inbox;
        this.tx = tx;
    }

    @Override
    public String name() {
        return "events";
    }

    @Override
    public int position() {
        return 10;
    }

    @Override
    public Mono<Checked> batch(Run run, @Nullable String after) {
        return events.undelivered(run.since(), after)
                .flatMap(page -> Flux.fromIterable(page.data())
                        .concatMap(event -> takeIn(event, run))
                        .then(Mono.just(new Checked(page.data().size(), page.next()))));
    }

    private Mono<Void> takeIn(JsonObject event, Run run) {
        byte[] payload = event.toString().getBytes(StandardCharsets.UTF_8);
        return Mono.justOrEmpty(EventEnvelope.parse(payload))
                // What nothing listens to would only fill the table.
                .filter(envelope -> table.handler(envelope.type()).isPresent())
                .flatMap(envelope -> inbox.store(envelope, payload)
                        .filter(isNew -> isNew)
                        .flatMap(_ -> run.note()
                                .take(new Drift(Drift.Kind.EVENT_MISSED, envelope.id(), "", envelope.type()))))
                .as(tx::transactional);
    }
}
