package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.StripeCustomer;
import io.tollgate.billing.stripe.StripeCustomerDetails;
import io.tollgate.billing.stripe.StripeCustomers;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.user.User;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes each user one customer at Stripe, when it is first needed. */
@Component
public class Customers {

    private final CustomerRepository customers;
    private final StripeCustomers stripe;

    Customers(CustomerRepository customers, StripeCustomers stripe) {
        this.customers = customers;
        this.stripe = stripe;
    }

    /** Stripe's id of the customer; empty while there is none. */
    public Mono<String> known(UUID userId) {
        return customers.findCustomer(userId);
    }

    /** @return Stripe's id of the customer */
    public Mono<String> ensure(User user) {
        return customers.findCustomer(user.id()).switchIfEmpty(Mono.defer(() -> create(user)));
    }

    private Mono<String> create(User user) {
        return customers.settleIntent(user.id(), user.emailDisplay()).flatMap(intent -> create(user, intent));
    }

    private Mono<String> create(User user, CustomerRepository.Intent intent) {
        return stripe.create(
                        IdempotencyKey.of("customer", user.id(), intent.attempt()),
                        new StripeCustomerDetails(
                                intent.email(),
                                null,
                                Map.of("user_id", user.id().toString())))
                .map(StripeCustomer::id)
                .delayUntil(id -> customers.recordCustomer(user.id(), id))
                .onErrorResume(StripeFailure.class, failure -> giveUp(user, intent, failure));
    }

    private Mono<String> giveUp(User user, CustomerRepository.Intent intent, StripeFailure failure) {
        boolean moved = !intent.email().equals(user.emailDisplay());
        return failure.kind() == StripeFailure.Kind.INVALID_REQUEST && moved
                ? customers.retake(user.id(), intent, user.emailDisplay()).then(Mono.defer(() -> create(user)))
                : forget(user, intent, failure).then(Mono.error(failure));
    }

    /** Stripe repeats a server error under the same key for a day; a customer made all the same is never used. */
    private Mono<Void> forget(User user, CustomerRepository.Intent intent, StripeFailure failure) {
        return failure.status() >= 500 ? customers.nextAttempt(user.id(), intent.attempt()) : Mono.empty();
    }
}
