package io.tollgate.billing.invoice;

import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Money that has arrived for an invoice. */
@Component
public class InvoicePayments {

    /**
     * Books a payment, within the caller's transaction or one of its own; the same one again changes nothing. What the invoice does not need, because it
     * was void, paid or credited meanwhile, goes to the account's credit.
     *
     * @param amount in minor units of the invoice's currency, above 0
     * @param providerPaymentId unique with its provider
     * @return the invoice as it is then; empty when there is none
     */
    public Mono<Invoice> record(UUID invoiceId, long amount, String provider, String providerPaymentId) {
        return Mono.error(() -> new UnsupportedOperationException("Nothing is booked yet"));
    }
}
