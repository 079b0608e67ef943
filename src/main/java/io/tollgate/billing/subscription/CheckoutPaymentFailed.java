package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeCheckoutSession;
import io.tollgate.billing.stripe.StripeCheckouts;
import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.stripe.StripeSubscription;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.platform.jobs.JobRun;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * {@code checkout.session.async_payment_failed}: the page was complete, but the money did not come. Stripe may have called the
 * subscription active meanwhile; nobody has paid for it, so it ends.
 */
@Component
class CheckoutPaymentFailed implements StripeEventHandler {

    private static final Set<StripeSubscription.Status> BEGUN = EnumSet.of(
            StripeSubscription.Status.ACTIVE, StripeSubscription.Status.PAST_DUE, StripeSubscription.Status.UNPAID);

    private final StripeCheckouts stripe;
    private final StripeSubscriptions subscriptions;
    private final StripeInvoices invoices;
    private final CheckoutRepository checkouts;
    private final SubscriptionSync sync;

    CheckoutPaymentFailed(
            StripeCheckouts stripe,
            StripeSubscriptions subscriptions,
            StripeInvoices invoices,
            CheckoutRepository checkouts,
            SubscriptionSync sync) {
        this.stripe = stripe;
        this.subscriptions = subscriptions;
        this.invoices = invoices;
        this.checkouts = checkouts;
        this.sync = sync;
    }

    @Override
    public Set<String> types() {
        return Set.of("checkout.session.async_payment_failed");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return stripe.retrieve(String.valueOf(event.objectId())).flatMap(session -> settle(session, run));
    }

    private Mono<Void> settle(StripeCheckoutSession session, JobRun run) {
        Mono<Void> failed = checkouts.settle(session.id(), Checkout.Status.FAILED);
        String id = session.subscriptionId();
        return id == null
                ? run.once(failed)
                : subscriptions
                        .retrieve(id)
                        .filter(there -> BEGUN.contains(there.status()))
                        .filterWhen(this::neverPaid)
                        .flatMap(there -> subscriptions.cancelNow(id, false))
                        .then(Mono.defer(() -> sync.read(id)))
                        .flatMap(reading -> run.once(failed.then(sync.apply(reading, session.clientReferenceId()))
                                .then()));
    }

    /** It may have been paid some other way since. */
    private Mono<Boolean> neverPaid(StripeSubscription there) {
        return invoices.list(there.id())
                .any(invoice -> invoice.status() == StripeInvoice.Status.PAID)
                .map(paid -> !paid);
    }
}
