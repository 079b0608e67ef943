package io.tollgate.billing.collection;

import io.tollgate.IntegrationTest;
import io.tollgate.TestStripe;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.stripeemulator.Controls;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Debtors whose clocks begin on a Monday in September, and the days on which they are asked to pay. */
@IntegrationTest
abstract class DunningFixture {

    static final Instant START = Instant.parse("2027-09-06T10:00:00Z");

    @Autowired
    WebTestClient http;

    @Autowired
    private ApplicationContext application;

    final Controls stripe = TestStripe.controls();
    Debtors debtors;

    @BeforeEach
    void setUp() {
        debtors = new Debtors(application);
    }

    /** Of the page on which an invoice is paid. */
    String url(Debtor debtor, Invoice invoice) {
        return (String) debtors.pay(http, debtor, invoice)
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody()
                .get("payment_url");
    }

    List<String> days(Invoice invoice) {
        return debtors.attempts(invoice, "planned_at").stream()
                .map(at -> ((OffsetDateTime) at).toInstant().toString().substring(0, 10))
                .toList();
    }

    static Instant day(int number) {
        return START.plus(Duration.ofDays(number));
    }
}
