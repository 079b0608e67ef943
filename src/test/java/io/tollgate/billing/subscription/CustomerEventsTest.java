package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.PitfallFixture;
import io.tollgate.billing.stripe.StripeCustomers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class CustomerEventsTest extends PitfallFixture {

    @Autowired
    private StripeCustomers customers;

    @Test
    void makesAnotherCustomerOfAUserWhoseFirstWasDeletedAtStripe() {
        String plan = buyers.plan(1900);
        TestUser user = users.signUp();
        String _ = buyers.checkout(user, plan);
        String first = buyers.customer(user);

        var _ = customers.delete(first).block();

        Awaiting.until("it is forgotten", () -> buyers.customer(user) == null);
        stripe.events("customer.deleted", first).forEach(stripe::resend);
        String _ = buyers.checkout(user, buyers.plan(2900));
        assertThat(buyers.customer(user)).isNotNull().isNotEqualTo(first);
    }

    @Test
    void notesWhatTellsNothingNewOfOurCustomersAndIgnoresThatOfOthers() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String attached = stripe.eventsAbout(buyers.customer(user)).stream()
                .filter(event -> stripe.event(event).contains("\"payment_method.attached\""))
                .findFirst()
                .orElseThrow();
        awaitEvent(attached, "processed");
        String foreign = new ForeignShop().customer();
        awaitEvent(stripe.events("customer.updated", foreign).getFirst(), "ignored");
    }
}
