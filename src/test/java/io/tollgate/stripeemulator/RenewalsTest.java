package io.tollgate.stripeemulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.checkout.SessionCreateParams;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What time does to subscriptions. */
final class RenewalsTest {
    private final EmulatorFixture fixture = new EmulatorFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void renewsFromTheAnchorThroughAShortMonth() throws StripeException {
        var id = subscribe();
        fixture.controls.advance(Duration.ofDays(65));
        assertThat(periodEnd(id)).isEqualTo("2026-04-30T10:00:00Z");
        assertThat(read(id).getStatus()).isEqualTo("active");
        var invoices = invoices(id);
        assertThat(invoices)
                .extracting("billingReason")
                .containsExactly("subscription_cycle", "subscription_cycle", "subscription_create");
        assertThat(invoices).extracting("status").containsOnly("paid");
        assertThat(fixture.controls.events("invoice.paid", invoices.getFirst().getId()))
                .hasSize(1);
    }

    @Test
    void endsEverythingWithoutAWord() throws StripeException {
        var paying = subscribe();
        var refused = subscribe();
        fixture.controls.cardDeclines(read(refused).getCustomer(), true);
        fixture.controls.advance(Duration.ofDays(28));
        var page = fixture.session("late@example.com").getId();
        var told = fixture.controls.eventsAbout(refused);

        assertThat(fixture.controls.endEverything()).containsExactly(paying, refused);
        assertThat(fixture.controls.endEverything()).isEmpty();
        fixture.controls.advance(Duration.ofDays(40));

        assertThat(read(paying).getStatus()).isEqualTo("canceled");
        assertThat(invoices(paying)).hasSize(2);
        assertThat(invoices(refused).getFirst().getAttemptCount()).isEqualTo(1);
        assertThat(told).isNotEmpty().isEqualTo(fixture.controls.eventsAbout(refused));
        assertThat(fixture.controls.events("checkout.session.expired", page)).isEmpty();
    }

    @Test
    void aTrialWarnsAndThenCharges() throws StripeException {
        var params = EmulatorFixture.checkoutOf(fixture.price("Pro", 1900).getId())
                .setCustomerEmail("payer@example.com")
                .setSubscriptionData(SessionCreateParams.SubscriptionData.builder()
                        .setTrialPeriodDays(10L)
                        .build());
        var session = fixture.stripe.v1().checkout().sessions().create(params.build());
        var id = fixture.controls.pay(session.getId());
        fixture.controls.advance(Duration.ofDays(7));
        assertThat(fixture.controls.events("customer.subscription.trial_will_end", id))
                .hasSize(1);
        assertThat(read(id).getStatus()).isEqualTo("trialing");
        fixture.controls.advance(Duration.ofDays(3));
        assertThat(read(id).getStatus()).isEqualTo("active");
        assertThat(invoices(id).getFirst().getAmountPaid()).isEqualTo(1900);
        assertThat(periodEnd(id)).isEqualTo("2026-03-10T10:00:00Z");
    }

    @Test
    void aRefusedRenewalIsPastDueUntilTheCardWorks() throws StripeException {
        var id = subscribe();
        fixture.controls.cardDeclines(read(id).getCustomer(), true);
        fixture.controls.advance(Duration.ofDays(28));
        assertThat(read(id).getStatus()).isEqualTo("past_due");
        var invoice = invoices(id).getFirst();
        assertThat(invoice.getStatus()).isEqualTo("open");
        assertThat(invoice.getAttemptCount()).isEqualTo(1);
        assertThat(fixture.controls.events("invoice.payment_failed", invoice.getId()))
                .hasSize(1);
        fixture.controls.cardDeclines(read(id).getCustomer(), false);
        fixture.controls.advance(Duration.ofDays(3));
        assertThat(read(id).getStatus()).isEqualTo("active");
        assertThat(invoices(id).getFirst().getStatus()).isEqualTo("paid");
        assertThat(invoices(id).getFirst().getAttemptCount()).isEqualTo(2);
    }

    @Test
    void theLastRefusalEndsTheSubscription() throws StripeException {
        var id = subscribe();
        fixture.controls.cardDeclines(read(id).getCustomer(), true);
        fixture.controls.advance(Duration.ofDays(28 + 3 + 5 + 7));
        assertThat(read(id).getStatus()).isEqualTo("canceled");
        assertThat(read(id).getCancellationDetails().getReason()).isEqualTo("payment_failed");
        int count = invoices(id).size();
        fixture.controls.advance(Duration.ofDays(90));
        assertThat(invoices(id)).hasSize(count);
        assertThat(fixture.controls.events("customer.subscription.deleted", id)).hasSize(1);
    }

    @Test
    void endsAtThePeriodsEndUnlessTakenBack() throws StripeException {
        var ending = subscribe();
        var kept = subscribe();
        for (var id : List.of(ending, kept)) {
            update(id, SubscriptionUpdateParams.builder().setCancelAtPeriodEnd(true));
        }
        assertThat(read(ending).getCancelAt())
                .isEqualTo(Instant.parse("2026-02-28T10:00:00Z").getEpochSecond());
        update(kept, SubscriptionUpdateParams.builder().setCancelAtPeriodEnd(false));
        assertThat(read(kept).getCancelAt()).isNull();
        fixture.controls.advance(Duration.ofDays(29));
        assertThat(read(ending).getStatus()).isEqualTo("canceled");
        assertThat(read(kept).getStatus()).isEqualTo("active");
        assertThat(invoices(ending)).hasSize(1);
        assertThat(invoices(kept)).hasSize(2);
    }

    @Test
    void anItemWithoutAnIdIsAddedAndBilledToo() throws StripeException {
        var id = subscribe();
        var extra = SubscriptionUpdateParams.Item.builder()
                .setPrice(fixture.price("Extra", 500).getId())
                .setQuantity(2L)
                .build();
        update(id, SubscriptionUpdateParams.builder().addItem(extra));
        assertThat(read(id).getItems().getData()).hasSize(2);
        fixture.controls.advance(Duration.ofDays(28));
        assertThat(invoices(id).getFirst().getTotal()).isEqualTo(1900 + 1000 + 1000);
    }

    @Test
    void aSessionExpiresAfterADay() throws StripeException {
        var session = fixture.session("payer@example.com").getId();
        fixture.controls.advance(Duration.ofHours(24));
        assertThat(fixture.stripe.v1().checkout().sessions().retrieve(session).getStatus())
                .isEqualTo("expired");
        assertThat(fixture.controls.events("checkout.session.expired", session)).hasSize(1);
    }

    @Test
    void anIncompleteSubscriptionExpiresAfter23Hours() throws StripeException {
        var id = subscribe();
        fixture.controls.setStatus(id, "incomplete");
        fixture.controls.advance(Duration.ofHours(24));
        assertThat(read(id).getStatus()).isEqualTo("incomplete_expired");
    }

    private String subscribe() throws StripeException {
        return fixture.controls.pay(fixture.session("payer@example.com").getId());
    }

    private Subscription read(String id) throws StripeException {
        return fixture.stripe.v1().subscriptions().retrieve(id);
    }

    private Instant periodEnd(String id) throws StripeException {
        return Instant.ofEpochSecond(read(id).getItems().getData().getFirst().getCurrentPeriodEnd());
    }

    private void update(String id, SubscriptionUpdateParams.Builder change) throws StripeException {
        var updated = fixture.stripe.v1().subscriptions().update(id, change.build());
        assertThat(updated.getId()).isEqualTo(id);
    }

    private List<Invoice> invoices(String subscription) throws StripeException {
        var params = InvoiceListParams.builder().setSubscription(subscription).build();
        return fixture.stripe.v1().invoices().list(params).getData();
    }
}
