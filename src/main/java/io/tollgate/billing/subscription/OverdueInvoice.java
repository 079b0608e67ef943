package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Says with {@code payment_overdue} where the payment can be made: {@code payment_url} is Stripe's page of the open invoice. A
 * refusal needs no Stripe, so it goes out without the address when Stripe has none or does not give it soon.
 */
@Component
class OverdueInvoice {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final SubscriptionRepository subscriptions;
    private final StripeInvoices invoices;

    OverdueInvoice(SubscriptionRepository subscriptions, StripeInvoices invoices) {
        this.subscriptions = subscriptions;
        this.invoices = invoices;
    }

    <T> Mono<T> pointOut(UUID userId, Mono<T> work) {
        return work.onErrorResume(
                ApiException.class,
                refusal -> refusal.code() == ErrorCode.PAYMENT_OVERDUE
                        ? page(userId)
                                .map(url -> refusal.with("payment_url", url))
                                .defaultIfEmpty(refusal)
                                .flatMap(Mono::error)
                        : Mono.error(refusal));
    }

    private Mono<String> page(UUID userId) {
        return subscriptions
                .findLive(userId)
                .mapNotNull(Subscription::providerSubscriptionId)
                .flatMap(invoices::latestOpen)
                .mapNotNull(StripeInvoice::hostedInvoiceUrl)
                .timeout(PATIENCE)
                .onErrorResume(StripeFailure.class, _ -> Mono.empty())
                .onErrorResume(TimeoutException.class, _ -> Mono.empty());
    }
}
