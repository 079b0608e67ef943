package io.tollgate.billing.engine;

import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.NewStripeInvoiceItem;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.stripe.StripeInvoiceItem;
import io.tollgate.billing.stripe.StripeInvoiceItems;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.subscription.Subscription;
import io.tollgate.platform.jobs.Outbox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Puts lines of usage on Stripe's drafts. Each line has a note on it, since Stripe forgets keys after a day: what may be there
 * already is looked for first. A draft may become final at any time; what is not on it then waits for another invoice.
 */
@Component
class StripePlacing {

    static final String NOTE = "tollgate_usage";

    private final StripeLines lines;
    private final StripeBills bills;
    private final StripeInvoiceItems items;
    private final StripeInvoices invoices;
    private final Outbox outbox;
    private final TransactionalOperator tx;

    StripePlacing(
            StripeLines lines,
            StripeBills bills,
            StripeInvoiceItems items,
            StripeInvoices invoices,
            Outbox outbox,
            TransactionalOperator tx) {
        this.lines = lines;
        this.bills = bills;
        this.items = items;
        this.invoices = invoices;
        this.outbox = outbox;
        this.tx = tx;
    }

    /** Whatever of the subscription's usage is on its way. Bears repetition; two at once come to one. */
    Mono<Void> place(Subscription subscription) {
        return lines.underWay(subscription.id())
                .map(StripePlacing::byTarget)
                .flatMapIterable(Map::entrySet)
                .concatMap(one -> place(subscription, one.getKey(), one.getValue()))
                .then();
    }

    private static Map<String, List<StripeUsageLine>> byTarget(List<StripeUsageLine> lines) {
        return lines.stream()
                .collect(Collectors.groupingBy(
                        line -> Objects.requireNonNull(line.target()), LinkedHashMap::new, Collectors.toList()));
    }

    private Mono<Void> place(Subscription subscription, String target, List<StripeUsageLine> some) {
        return there(target, some)
                .flatMap(there -> Flux.fromIterable(some)
                        .concatMap(line -> place(subscription, target, line, there))
                        .then())
                .onErrorResume(StripePlacing::isRefusal, refusal -> refused(subscription, target, refusal));
    }

    /** The ids of those that may have been taken without our hearing of it, by their notes. */
    private Mono<Map<String, String>> there(String target, List<StripeUsageLine> some) {
        return some.stream().noneMatch(StripeUsageLine::asked)
                ? Mono.just(Map.of())
                : items.of(target)
                        .filter(item -> item.metadata().containsKey(NOTE))
                        .collectMap(
                                item -> Objects.requireNonNull(item.metadata().get(NOTE)), StripeInvoiceItem::id);
    }

    private Mono<Void> place(
            Subscription subscription, String target, StripeUsageLine line, Map<String, String> there) {
        String known = there.get(line.note());
        return known == null ? create(subscription, target, line) : lines.placed(line, known);
    }

    private Mono<Void> create(Subscription subscription, String target, StripeUsageLine line) {
        NewStripeInvoiceItem item = new NewStripeInvoiceItem(
                Objects.requireNonNull(subscription.providerCustomerId()),
                target,
                line.amount(),
                line.currency(),
                line.description(),
                line.from(),
                line.to(),
                Map.of(NOTE, line.note()));
        IdempotencyKey key = IdempotencyKey.of("usage:" + line.note(), target, 1);
        return lines.asked(line)
                .then(Mono.defer(() -> items.create(key, item)))
                .flatMap(made -> lines.placed(line, made.id()));
    }

    /** Of a draft it is our fault, and somebody has to see it. */
    private Mono<Void> refused(Subscription subscription, String target, Throwable refusal) {
        return invoices.retrieve(target)
                .map(invoice -> invoice.status() == StripeInvoice.Status.DRAFT)
                .onErrorResume(StripePlacing::isRefusal, _ -> Mono.just(false))
                .flatMap(draft -> draft ? Mono.error(refusal) : release(subscription, target));
    }

    /** Once the subscription has ended, no draft follows: its end is billed once more. */
    private Mono<Void> release(Subscription subscription, String target) {
        return bills.lock(subscription.id())
                .then(Mono.defer(() -> lines.release(subscription.id(), target)))
                .then(Mono.defer(() -> bills.ended(subscription.id())))
                .flatMap(_ -> outbox.enqueue(
                        StripeEnd.TYPE, subscription.userId().toString(), new StripeEnd.Payload(subscription.id())))
                .as(tx::transactional);
    }

    private static boolean isRefusal(Throwable fault) {
        return fault instanceof StripeFailure failure
                && (failure.kind() == StripeFailure.Kind.INVALID_REQUEST
                        || failure.kind() == StripeFailure.Kind.NOT_FOUND);
    }
}
