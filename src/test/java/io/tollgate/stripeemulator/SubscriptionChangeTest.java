package io.tollgate.stripeemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.param.InvoiceCreatePreviewParams;
import com.stripe.param.SubscriptionCancelParams;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.SubscriptionUpdateParams.PaymentBehavior;
import com.stripe.param.SubscriptionUpdateParams.ProrationBehavior;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changing a subscription in place, half way through its 28 days. */
final class SubscriptionChangeTest {
    private final EmulatorFixture fixture = new EmulatorFixture();
    private String id;
    private String dearer;

    @BeforeEach
    void subscribeAndWaitHalfThePeriod() throws StripeException {
        id = fixture.controls.pay(fixture.session("payer@example.com").getId());
        dearer = fixture.price("Max", 4900).getId();
        fixture.controls.advance(Duration.ofDays(14));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void anUpgradeInvoicedAtOnceCostsTheHalfDifference() throws StripeException {
        var changed = swap(dearer, ProrationBehavior.ALWAYS_INVOICE, null);
        assertThat(price(changed)).isEqualTo(dearer);
        assertThat(changed.getItems().getData()).hasSize(1);
        var invoice = latestInvoice();
        assertThat(invoice.getBillingReason()).isEqualTo("subscription_update");
        assertThat(invoice.getLines().getData()).extracting("amount").containsExactly(-950L, 2450L);
        assertThat(invoice.getLines().getData())
                .allSatisfy(line -> assertThat(
                                line.getParent().getSubscriptionItemDetails().getProration())
                        .isTrue());
        assertThat(invoice.getAmountPaid()).isEqualTo(1500);
    }

    @Test
    void previewsWhatTheChangeThenCosts() throws StripeException {
        var preview = fixture.stripe
                .v1()
                .invoices()
                .createPreview(InvoiceCreatePreviewParams.builder()
                        .setSubscription(id)
                        .setSubscriptionDetails(InvoiceCreatePreviewParams.SubscriptionDetails.builder()
                                .setProrationBehavior(
                                        InvoiceCreatePreviewParams.SubscriptionDetails.ProrationBehavior.ALWAYS_INVOICE)
                                .addItem(InvoiceCreatePreviewParams.SubscriptionDetails.Item.builder()
                                        .setId(item())
                                        .setPrice(dearer)
                                        .build())
                                .build())
                        .build());
        assertThat(preview.getStatus()).isEqualTo("draft");
        assertThat(preview.getAmountDue()).isEqualTo(1500);
        assertThat(price(read())).isNotEqualTo(dearer);
        swap(dearer, ProrationBehavior.ALWAYS_INVOICE, null);
        assertThat(latestInvoice().getAmountDue()).isEqualTo(preview.getAmountDue());
    }

    @Test
    void prorationsWaitForTheNextInvoiceByDefault() throws StripeException {
        var first = read().getLatestInvoice();
        swap(dearer, ProrationBehavior.CREATE_PRORATIONS, null);
        assertThat(read().getLatestInvoice()).isEqualTo(first);
        fixture.controls.advance(Duration.ofDays(14));
        var renewal = latestInvoice();
        assertThat(renewal.getBillingReason()).isEqualTo("subscription_cycle");
        assertThat(renewal.getTotal()).isEqualTo(4900 - 950 + 2450);
    }

    @Test
    void aDowngradesCreditPaysTheNextInvoices() throws StripeException {
        swap(fixture.price("Mini", 100).getId(), ProrationBehavior.ALWAYS_INVOICE, null);
        assertThat(latestInvoice().getTotal()).isEqualTo(-900);
        assertThat(latestInvoice().getAmountDue()).isZero();
        assertThat(fixture.stripe
                        .v1()
                        .customers()
                        .retrieve(read().getCustomer())
                        .getBalance())
                .isEqualTo(-900);
        fixture.controls.advance(Duration.ofDays(14));
        assertThat(latestInvoice().getAmountDue()).isZero();
        assertThat(latestInvoice().getEndingBalance()).isEqualTo(-800);
    }

    @Test
    void aRefusedCardFailsTheChangeIfAsked() throws StripeException {
        fixture.controls.cardDeclines(read().getCustomer(), true);
        assertThatThrownBy(() -> swap(dearer, ProrationBehavior.ALWAYS_INVOICE, PaymentBehavior.ERROR_IF_INCOMPLETE))
                .isInstanceOf(CardException.class);
        assertThat(price(read())).isNotEqualTo(dearer);
        assertThat(read().getStatus()).isEqualTo("active");
    }

    @Test
    void aPendingChangeWaitsForItsPayment() throws StripeException {
        var parked = park();
        assertThat(price(parked)).isNotEqualTo(dearer);
        assertThat(parked.getPendingUpdate().getSubscriptionItems()).hasSize(1);
        fixture.controls.cardDeclines(read().getCustomer(), false);
        fixture.controls.payInvoice(parked.getLatestInvoice());
        assertThat(price(read())).isEqualTo(dearer);
        assertThat(read().getPendingUpdate()).isNull();
    }

    @Test
    void aPendingChangeIsForgottenAfter23Hours() throws StripeException {
        var parked = park();
        fixture.controls.advance(Duration.ofHours(24));
        assertThat(read().getPendingUpdate()).isNull();
        assertThat(price(read())).isNotEqualTo(dearer);
        var invoice = fixture.stripe.v1().invoices().retrieve(parked.getLatestInvoice());
        assertThat(invoice.getStatus()).isEqualTo("void");
    }

    @Test
    void cancellingWithProrationGivesCredit() throws StripeException {
        var cancelled = fixture.stripe
                .v1()
                .subscriptions()
                .cancel(
                        id,
                        SubscriptionCancelParams.builder()
                                .setProrate(true)
                                .setInvoiceNow(true)
                                .build());
        assertThat(cancelled.getStatus()).isEqualTo("canceled");
        assertThat(fixture.stripe
                        .v1()
                        .customers()
                        .retrieve(cancelled.getCustomer())
                        .getBalance())
                .isEqualTo(-950);
        assertThatThrownBy(() -> fixture.stripe.v1().subscriptions().cancel(id))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        gone -> assertThat(gone.getCode()).isEqualTo("resource_missing"));
    }

    private Subscription park() throws StripeException {
        fixture.controls.cardDeclines(read().getCustomer(), true);
        return swap(dearer, ProrationBehavior.ALWAYS_INVOICE, PaymentBehavior.PENDING_IF_INCOMPLETE);
    }

    private Subscription swap(String price, ProrationBehavior proration, @Nullable PaymentBehavior payment)
            throws StripeException {
        var change = SubscriptionUpdateParams.builder()
                .addItem(SubscriptionUpdateParams.Item.builder()
                        .setId(item())
                        .setPrice(price)
                        .build())
                .setProrationBehavior(proration);
        if (payment != null) {
            change.setPaymentBehavior(payment);
        }
        return fixture.stripe.v1().subscriptions().update(id, change.build());
    }

    private Subscription read() throws StripeException {
        return fixture.stripe.v1().subscriptions().retrieve(id);
    }

    private Invoice latestInvoice() throws StripeException {
        return fixture.stripe.v1().invoices().retrieve(read().getLatestInvoice());
    }

    private String item() throws StripeException {
        return read().getItems().getData().getFirst().getId();
    }

    private static String price(Subscription subscription) {
        return subscription.getItems().getData().getFirst().getPrice().getId();
    }
}
