package io.tollgate.billing.payment;

import reactor.core.publisher.Mono;

/** Told of each invoice that Stripe has made, while it may still be a draft that can be added to; possibly more than once. */
public interface NewInvoiceListener {

    Mono<Void> made(String invoiceId);
}
