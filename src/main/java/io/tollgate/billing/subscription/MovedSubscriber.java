package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.StripeCustomerDetails;
import io.tollgate.billing.stripe.StripeCustomers;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.user.EmailChanged;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells Stripe a user's new address, to which its receipts go. */
@Component
class MovedSubscriber implements JobHandler<EmailChanged> {

    private final UserRepository users;
    private final CustomerRepository customers;
    private final StripeCustomers stripe;

    MovedSubscriber(UserRepository users, CustomerRepository customers, StripeCustomers stripe) {
        this.users = users;
        this.customers = customers;
        this.stripe = stripe;
    }

    @Override
    public JobType<EmailChanged> type() {
        return EmailChanged.TYPE;
    }

    @Override
    public Mono<Void> handle(EmailChanged news, JobRun run) {
        return users.findById(news.userId())
                .filter(user -> !user.erased())
                .flatMap(user -> customers.findCustomer(user.id()).flatMap(customer -> tell(user, customer, run)));
    }

    /** The attempt is part of the key: between two attempts the address may have changed once more. */
    private Mono<Void> tell(User user, String customer, JobRun run) {
        return stripe.update(
                        IdempotencyKey.of("customer.email", run.id(), run.attempt()),
                        customer,
                        new StripeCustomerDetails(user.emailDisplay(), null, Map.of()))
                .then();
    }
}
