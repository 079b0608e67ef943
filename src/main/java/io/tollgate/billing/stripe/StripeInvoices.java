package io.tollgate.billing.stripe;

import com.stripe.param.InvoiceListParams;
import com.stripe.param.InvoicePaymentListParams;
import com.stripe.param.InvoiceVoidInvoiceParams;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Invoices at Stripe, and what was paid on them. All calls fail with {@link StripeFailure} and nothing else. */
@Component
public class StripeInvoices {

    private static final String PATH = "/v1/invoices";

    /** Each of a page may have to be looked at on its own, within the time of one job. */
    private static final long COMPARED = 50;

    private final StripeClient client;

    StripeInvoices(StripeClient client) {
        this.client = client;
    }

    public Mono<StripeInvoice> retrieve(String id) {
        return client.call(StripeCall.get("invoices.retrieve", StripeCall.path(PATH + "/", id)), StripeInvoice::from);
    }

    /** What the payment intent pays: one invoice of a subscription, none for a payment without invoice. */
    public Flux<StripeInvoicePayment> ofIntent(String paymentIntentId) {
        return client.list(
                next -> StripeCall.get(
                        "invoice_payments.list", "/v1/invoice_payments", ofIntent(paymentIntentId, next)),
                StripeInvoicePayment::from);
    }

    /** Every invoice of the subscription, the newest first. */
    public Flux<StripeInvoice> list(String subscriptionId) {
        return client.list(
                next -> StripeCall.get("invoices.list", PATH, ofSubscription(subscriptionId, next)),
                StripeInvoice::from);
    }

    public Flux<StripeInvoicePayment> payments(String invoiceId) {
        return client.list(
                next -> StripeCall.get("invoice_payments.list", "/v1/invoice_payments", ofInvoice(invoiceId, next)),
                StripeInvoicePayment::from);
    }

    /** The newest invoice of the subscription that nobody has paid, voided or written off. */
    public Mono<StripeInvoice> latestOpen(String subscriptionId) {
        return page(InvoiceListParams.builder()
                        .setSubscription(subscriptionId)
                        .setStatus(InvoiceListParams.Status.OPEN)
                        .setLimit(1L)
                        .build())
                .flatMap(page -> Mono.justOrEmpty(page.data().stream().findFirst()));
    }

    /** One page of all invoices that nobody has paid, voided or written off. */
    public Mono<StripePage<StripeInvoice>> open(@Nullable String after) {
        return page(all(after).setStatus(InvoiceListParams.Status.OPEN).build());
    }

    /** One page of all invoices made since then. */
    public Mono<StripePage<StripeInvoice>> since(Instant time, @Nullable String after) {
        return page(all(after)
                .setCreated(InvoiceListParams.Created.builder()
                        .setGte(time.getEpochSecond())
                        .build())
                .build());
    }

    private static InvoiceListParams.Builder all(@Nullable String after) {
        return InvoiceListParams.builder().setLimit(COMPARED).setStartingAfter(after);
    }

    private Mono<StripePage<StripeInvoice>> page(InvoiceListParams params) {
        return client.call(
                StripeCall.get("invoices.list", PATH, params), json -> StripeJson.page(json, StripeInvoice::from));
    }

    /** The invoice that a change would bring if it were made now. Nothing is stored. */
    public Mono<StripeInvoicePreview> preview(IdempotencyKey key, String subscriptionId, StripePlanChange change) {
        return client.call(
                StripeCall.post(
                        "invoices.preview", PATH + "/create_preview", key, change.previewParams(subscriptionId)),
                StripeInvoicePreview::from);
    }

    /** Makes an open invoice unpayable. {@code INVALID_REQUEST} when it is not open any more. */
    public Mono<StripeInvoice> voidOpen(IdempotencyKey key, String id) {
        String path = StripeCall.path(PATH + "/", id, "/void");
        InvoiceVoidInvoiceParams params = InvoiceVoidInvoiceParams.builder().build();
        return client.call(StripeCall.post("invoices.void", path, key, params), StripeInvoice::from);
    }

    private static InvoiceListParams ofSubscription(String subscriptionId, @Nullable String next) {
        return InvoiceListParams.builder()
                .setSubscription(subscriptionId)
                .setLimit(StripeClient.PAGE)
                .setStartingAfter(next)
                .build();
    }

    private static InvoicePaymentListParams ofInvoice(String invoiceId, @Nullable String next) {
        return InvoicePaymentListParams.builder()
                .setInvoice(invoiceId)
                .setLimit(StripeClient.PAGE)
                .setStartingAfter(next)
                .build();
    }

    private static InvoicePaymentListParams ofIntent(String paymentIntentId, @Nullable String next) {
        return InvoicePaymentListParams.builder()
                .setPayment(InvoicePaymentListParams.Payment.builder()
                        .setType(InvoicePaymentListParams.Payment.Type.PAYMENT_INTENT)
                        .setPaymentIntent(paymentIntentId)
                        .build())
                .setLimit(StripeClient.PAGE)
                .setStartingAfter(next)
                .build();
    }
}
