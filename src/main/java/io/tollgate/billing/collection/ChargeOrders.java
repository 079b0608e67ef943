package io.tollgate.billing.collection;

import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.Invoices;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Puts together what a gateway must know of an attempt. */
@Component
class ChargeOrders {

    private final Invoices invoices;
    private final UserRepository users;
    private final CollectionProperties properties;

    ChargeOrders(Invoices invoices, UserRepository users, CollectionProperties properties) {
        this.invoices = invoices;
        this.users = users;
        this.properties = properties;
    }

    Mono<ChargeOrder> of(Attempt attempt) {
        return invoices.find(attempt.invoiceId())
                .zipWhen(invoice -> users.findById(invoice.userId()), (invoice, user) -> order(attempt, invoice, user));
    }

    private ChargeOrder order(Attempt attempt, Invoice invoice, User user) {
        return new ChargeOrder(
                attempt,
                user,
                Objects.requireNonNull(invoice.number()),
                attempt.askedAt().plus(properties.pageTtl()),
                properties.invoicePage(invoice.id()),
                invoice.amountOpen() >= attempt.amount().cents());
    }
}
