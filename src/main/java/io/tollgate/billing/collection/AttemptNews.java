package io.tollgate.billing.collection;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.payment.CollectedPayments;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.billing.webhook.WebhookType;
import io.tollgate.billing.webhook.Webhooks;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.web.RequestFacts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Spreads what became of attempts: to the payer, among the payments, to the product's own systems. Wants their transaction. */
@Component
class AttemptNews {

    private static final Logger log = LoggerFactory.getLogger(AttemptNews.class);
    private static final List<String> OUTCOMES = List.of("paid", "declined", "waiting", "unresolved", "not_received");

    private final CollectedPayments payments;
    private final CollectionMails mails;
    private final Webhooks webhooks;
    private final AuditLog audit;
    private final Outbox outbox;
    private final MeterRegistry metrics;

    AttemptNews(
            CollectedPayments payments,
            CollectionMails mails,
            Webhooks webhooks,
            AuditLog audit,
            Outbox outbox,
            MeterRegistry metrics) {
        this.payments = payments;
        this.mails = mails;
        this.webhooks = webhooks;
        this.audit = audit;
        this.outbox = outbox;
        this.metrics = metrics;
        // There from the start, at zero, so that the first one is an increase.
        for (Provider provider : Provider.values()) {
            OUTCOMES.forEach(outcome -> count(provider, outcome, 0));
        }
    }

    /** Of the payment itself hears who hears of payments. */
    void succeeded(Attempt attempt) {
        count(attempt.provider(), "paid", 1);
    }

    /** @param next when it is tried again; null when it is not */
    Mono<Void> failed(AttemptOutcome.Situation is, @Nullable Instant next) {
        Invoice invoice = is.invoice();
        Map<String, Object> data = data(invoice, is.attempt(), next);
        return mails.failed(invoice, is.attempt().id(), next).then(failed(is, data));
    }

    /** The product's own systems hear of it, and the payer does not: it is too little. */
    Mono<Void> failedUnnoticed(AttemptOutcome.Situation is) {
        return failed(is, data(is.invoice(), is.attempt(), null));
    }

    private Mono<Void> failed(AttemptOutcome.Situation is, Map<String, Object> data) {
        Invoice invoice = is.invoice();
        count(is.attempt().provider(), "declined", 1);
        return payments.failed(
                        AskedFor.of(invoice, invoice.amountOpen()), is.attempt().number())
                .then(webhooks.send(WebhookType.INVOICE_PAYMENT_FAILED, invoice.userId(), invoice.id(), data));
    }

    /** A page is open. Who pays on pages only, and who asked for one, knows. One that nobody owes as much by now is closed. */
    Mono<Void> waiting(AttemptOutcome.Situation is) {
        count(is.attempt().provider(), "waiting", 1);
        if (is.invoice().amountOpen() < is.attempt().amount().cents()) {
            return outbox.enqueue(
                    ClosePage.TYPE,
                    is.invoice().id().toString(),
                    new ClosePage.Payload(is.attempt().id()));
        }
        boolean news =
                is.attempt().kind() == Attempt.Kind.AUTOMATIC && is.attempt().provider() == Provider.STRIPE;
        return news ? mails.waiting(is.invoice(), is.attempt().id()) : Mono.empty();
    }

    /** The provider has nothing of it: there is another one. */
    void notReceived(AttemptOutcome.Situation is) {
        count(is.attempt().provider(), "not_received", 1);
        log.warn(
                "{} never had attempt {} on invoice {}",
                is.attempt().provider().value(),
                is.attempt().number(),
                is.invoice().id());
    }

    /** It goes on being looked for, but has taken too long: an administrator had better ask the provider and note what has arrived. */
    Mono<Void> unresolved(AttemptOutcome.Situation is) {
        count(is.attempt().provider(), "unresolved", 1);
        log.error(
                "It is not known whether invoice {} was paid by attempt {}",
                is.invoice().id(),
                is.attempt().number());
        return audit.record(AuditEntry.of("invoice.payment_unresolved", RequestFacts.NONE)
                .on("invoice", is.invoice().id())
                .with(Map.of(
                        "attempt", Integer.toString(is.attempt().number()),
                        "key", is.attempt().key(),
                        "provider", is.attempt().provider().value())));
    }

    private static Map<String, Object> data(Invoice invoice, Attempt attempt, @Nullable Instant next) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("invoice_id", invoice.id());
        data.put("invoice_number", Objects.requireNonNull(invoice.number()));
        data.put("attempt", attempt.number());
        data.put("provider", attempt.provider().value());
        data.put("amount_cents", attempt.amount().cents());
        data.put("currency", attempt.amount().currency());
        if (invoice.subscriptionId() != null) {
            data.put("subscription_id", invoice.subscriptionId());
        }
        if (attempt.providerPaymentId() != null) {
            data.put("provider_payment_id", attempt.providerPaymentId());
        }
        if (next != null) {
            data.put("next_attempt_at", next.toString());
        }
        return data;
    }

    private void count(Provider provider, String outcome, int by) {
        metrics.counter("tollgate.collection.attempts", "provider", provider.value(), "outcome", outcome)
                .increment(by);
    }
}
