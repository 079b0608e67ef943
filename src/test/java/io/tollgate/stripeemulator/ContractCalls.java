package io.tollgate.stripeemulator;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.InvoicePayment;
import com.stripe.model.Subscription;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.InvoicePaymentListParams;
import com.stripe.param.SubscriptionListParams;
import com.stripe.param.SubscriptionUpdateParams;
import io.tollgate.stripeemulator.ContractedStripe.Subscriber;
import java.util.List;

/** What the contract's tests ask of a subscriber, whoever answers. */
record ContractCalls(ContractedStripe stripe) {

    Subscriber subscribe(long cents) throws StripeException {
        return stripe.subscribe(client().v1()
                .prices()
                .create(EmulatorFixture.priceOf("Life", cents))
                .getId());
    }

    Subscription read(Subscriber subscriber) throws StripeException {
        return client().v1().subscriptions().retrieve(subscriber.subscription());
    }

    Subscription update(Subscriber subscriber, SubscriptionUpdateParams.Builder change) throws StripeException {
        return client().v1().subscriptions().update(subscriber.subscription(), change.build());
    }

    List<Subscription> list(Subscriber subscriber, SubscriptionListParams.Status status) throws StripeException {
        var params = SubscriptionListParams.builder().setCustomer(subscriber.customer());
        return client().v1()
                .subscriptions()
                .list((status == null ? params : params.setStatus(status)).build())
                .getData();
    }

    Invoice latest(Subscriber subscriber) throws StripeException {
        var params = InvoiceListParams.builder()
                .setSubscription(subscriber.subscription())
                .build();
        return client().v1().invoices().list(params).getData().getFirst();
    }

    InvoicePayment payment(Invoice invoice) throws StripeException {
        var params =
                InvoicePaymentListParams.builder().setInvoice(invoice.getId()).build();
        return client().v1().invoicePayments().list(params).getData().getFirst();
    }

    private StripeClient client() {
        return stripe.client();
    }
}
