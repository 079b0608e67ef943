package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.stripe.model.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from Stripe's objects, and from where: fields have moved between versions. */
class StripeObjectsTest {

    @Test
    void findsThePeriodOnTheItems() {
        StripeSubscription subscription = StripeSubscription.from(json("""
                {"id": "sub_1", "customer": "cus_1", "status": "past_due", "created": 5, "latest_invoice": "in_1",
                 "cancel_at_period_end": true, "canceled_at": 7, "metadata": {"plan_id": "p1"},
                 "items": {"data": [
                  {"id": "si_1", "current_period_start": 100, "current_period_end": 300,
                   "price": {"id": "price_1", "product": "prod_1"}},
                  {"id": "si_2", "current_period_start": 100, "current_period_end": 200,
                   "price": {"id": "price_2", "product": "prod_2"}}]}}"""));
        assertThat(subscription.status()).isEqualTo(StripeSubscription.Status.PAST_DUE);
        assertThat(subscription.itemId()).isEqualTo("si_1");
        assertThat(subscription.priceId()).isEqualTo("price_1");
        assertThat(subscription.productId()).isEqualTo("prod_1");
        assertThat(subscription.currentPeriodStart()).isEqualTo(Instant.ofEpochSecond(100));
        assertThat(subscription.currentPeriodEnd())
                .as("until the first item ends, all is paid")
                .isEqualTo(Instant.ofEpochSecond(200));
        assertThat(subscription.cancelAtPeriodEnd()).isTrue();
        assertThat(subscription.canceledAt()).isEqualTo(Instant.ofEpochSecond(7));
        assertThat(subscription.endedAt()).isNull();
        assertThat(subscription.metadata()).isEqualTo(Map.of("plan_id", "p1"));
        assertThat(subscription.latestInvoiceId()).isEqualTo("in_1");
    }

    @Test
    void readsExpandedObjectsAsTheirIds() {
        StripeSubscription subscription = StripeSubscription.from(json("""
                {"id": "sub_1", "customer": {"id": "cus_1", "object": "customer"}, "status": "active",
                 "latest_invoice": {"id": "in_1", "object": "invoice"}}"""));
        assertThat(subscription.customerId()).isEqualTo("cus_1");
        assertThat(subscription.latestInvoiceId()).isEqualTo("in_1");
        assertThat(subscription.itemId()).isNull();
        assertThat(subscription.currentPeriodEnd()).isNull();
    }

    @Test
    void findsWhatIsToCome() {
        StripeSubscription subscription = StripeSubscription.from(json("""
                {"id": "sub_1", "customer": "cus_1", "status": "active", "created": 5, "schedule": "sub_sched_1",
                 "pause_collection": {"behavior": "void", "resumes_at": null},
                 "pending_update": {"expires_at": 9, "subscription_items": [{"id": "si_1", "price": {"id": "price_2"}}]}}"""));
        assertThat(subscription.scheduleId()).isEqualTo("sub_sched_1");
        assertThat(subscription.collectionPaused()).isTrue();
        assertThat(subscription.pendingUpdate())
                .isEqualTo(new StripeSubscription.PendingUpdate("price_2", Instant.ofEpochSecond(9)));
        StripeSchedule schedule = StripeSchedule.from(json("""
                {"id": "sub_sched_1", "status": "active", "current_phase": {"start_date": 3, "end_date": 5}, "phases": [
                 {"start_date": 3, "end_date": 5, "items": [{"price": "price_1"}]},
                 {"start_date": 5, "end_date": 8, "items": [{"price": {"id": "price_2", "object": "price"}}]}]}"""));
        assertThat(schedule.presentSince()).isEqualTo(Instant.ofEpochSecond(3));
        assertThat(schedule.lastPriceId()).isEqualTo("price_2");
    }

    @Test
    void livesWithStatusesThatAreNotInventedYet() {
        assertThat(StripeSubscription.from(json("{\"id\": \"sub_1\", \"status\": \"hibernating\"}"))
                        .status())
                .isEqualTo(StripeSubscription.Status.UNKNOWN);
        assertThat(StripeCheckoutSession.from(json("{\"id\": \"cs_1\", \"status\": \"floating\"}"))
                        .status())
                .isEqualTo(StripeCheckoutSession.Status.UNKNOWN);
        assertThat(invoice("\"status\": \"lost\"").status()).isEqualTo(StripeInvoice.Status.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"parent\": {\"type\": \"subscription_details\", \"subscription_details\": {\"subscription\": \"sub_1\"}}",
                "\"lines\": {\"data\": [{\"id\": \"il_1\", \"parent\": {\"invoice_item_details\": {\"proration\": true}}},"
                        + " {\"id\": \"il_2\", \"parent\": {\"subscription_item_details\": {\"subscription\": \"sub_1\"}}}]}",
                "\"lines\": {\"data\": [{\"id\": \"il_1\", \"parent\": null}, {\"id\": \"il_2\","
                        + " \"parent\": {\"invoice_item_details\": {\"subscription\": \"sub_1\"}}}]}",
                "\"lines\": {\"data\": [{\"id\": \"il_1\", \"subscription\": \"sub_1\"}]}",
                "\"subscription\": \"sub_1\"",
                "\"subscription\": {\"id\": \"sub_1\", \"object\": \"subscription\"}",
                "\"parent\": {\"type\": \"quote_details\", \"quote_details\": {}}, \"subscription\": \"sub_1\""
            })
    void findsTheSubscriptionOfAnInvoice(String fields) {
        assertThat(invoice(fields).subscriptionId()).isEqualTo("sub_1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"lines\": {\"data\": []}", "\"parent\": null, \"lines\": null", "\"subscription\": null"})
    void keepsAnInvoiceWithoutASubscription(String fields) {
        assertThat(invoice(fields).subscriptionId()).isNull();
        assertThat(invoice(fields).id()).isEqualTo("in_1");
    }

    @Test
    void readsWhatIsBilledFromTheLines() {
        StripeInvoice invoice = invoice("""
                "status": "paid", "amount_paid": 1900, "amount_due": 1900, "attempt_count": 1,
                "period_start": 1, "period_end": 2, "billing_reason": "subscription_cycle",
                "status_transitions": {"paid_at": 9},
                "parent": {"subscription_details": {"subscription": "sub_1", "metadata": {"plan_id": "p1"}}},
                "lines": {"data": [{"id": "il_1", "period": {"start": 50, "end": 100}},
                                   {"id": "il_2", "period": {"start": 100, "end": 200}}]}""");
        assertThat(invoice.periodStart()).isEqualTo(Instant.ofEpochSecond(100));
        assertThat(invoice.periodEnd()).isEqualTo(Instant.ofEpochSecond(200));
        assertThat(invoice.currency()).isEqualTo("USD");
        assertThat(invoice.amountPaid()).isEqualTo(1900);
        assertThat(invoice.metadata()).isEqualTo(Map.of("plan_id", "p1"));
        assertThat(invoice.paidAt()).isEqualTo(Instant.ofEpochSecond(9));
        assertThat(invoice("\"period_start\": 1, \"period_end\": 2").periodEnd())
                .isEqualTo(Instant.ofEpochSecond(2));
    }

    @Test
    void cannotBeMadeToCallStripeByAnObjectItRead() {
        Subscription subscription = StripeJson.read(json("{\"id\": \"sub_1\"}"), Subscription.class);
        assertThatThrownBy(subscription::cancel).isInstanceOf(IllegalStateException.class);
        assertThat(System.getProperty("stripe.disallowGlobalResponseGetterFallback"))
                .isEqualTo("true");
    }

    @Test
    void keepsPeopleOutOfLogs() {
        StripeCustomer customer =
                StripeCustomer.from(json("{\"id\": \"cus_1\", \"email\": \"jo@example.com\", \"name\": \"Jo Doe\"}"));
        StripeCustomerDetails details = new StripeCustomerDetails("jo@example.com", "Jo Doe", Map.of());
        assertThat(customer + " " + details + " " + StripeClients.properties("http://localhost", Duration.ZERO))
                .contains("cus_1")
                .doesNotContain("jo@example.com", "Jo Doe", "sk_test", "whsec");
        assertThat(customer.email()).isEqualTo("jo@example.com");
    }

    private static StripeInvoice invoice(String fields) {
        return StripeInvoice.from(
                json("{\"id\": \"in_1\", \"currency\": \"usd\", \"customer\": \"cus_1\", " + fields + "}"));
    }

    private static JsonObject json(String text) {
        return StripeJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
