package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.TestStripe;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
import io.tollgate.stripeemulator.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The payer pays by themselves, on Stripe's page. */
class PaymentPageTest extends DunningFixture {

    @Autowired
    private AttemptRepository attempts;

    @Autowired
    private PageClosing closing;

    @AfterEach
    void mend() {
        debtors.mendProviders();
    }

    @Test
    void asksWhoHasNoCardToPayAndChargesTheirCardTheNextTime() {
        Debtor debtor = debtors.clocked("stripe", START);
        Invoice first = debtors.invoice(debtor, 1900, START);
        debtors.moveTo(debtor, START.plusSeconds(1));

        assertThat(debtors.attempts(first, "status")).containsExactly("waiting");
        assertThat(debtors.status(debtor)).isEqualTo("active");
        String page = url(debtor, first);
        assertThat(url(debtor, first)).isEqualTo(page);
        stripe.decline(Buyers.sessionOf(page));
        stripe.pay(Buyers.sessionOf(page));
        Awaiting.until("it is paid", () -> debtors.again(first).status() == InvoiceStatus.PAID);
        Awaiting.until("a mail", () -> debtors.mails(debtor, "Confirm Your Payment") == 1);

        Invoice second = debtors.invoice(debtor, 700, START.plus(Duration.ofDays(30)));
        debtors.moveTo(debtor, START.plus(Duration.ofDays(31)));
        assertThat(debtors.again(second).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(debtors.faults(debtor)).isEmpty();
        assertThat(debtors.pay(http, debtor, first)
                        .expectStatus()
                        .isEqualTo(409)
                        .expectBody(Map.class)
                        .returnResult()
                        .getResponseBody())
                .containsEntry("code", "invoice_not_open")
                .containsEntry("status", "paid");
    }

    @Test
    void sendsThePayerToTheBankThatAsks() {
        Debtor debtor = debtors.clocked("stripe", START);
        stripe.cardAsks(debtors.withCard(debtor), true);
        Invoice invoice = debtors.invoice(debtor, 1900, START);

        debtors.moveTo(debtor, START.plusSeconds(1));

        Awaiting.until("a mail", () -> debtors.mails(debtor, "Confirm Your Payment") == 1);
        assertThat(debtors.attempts(invoice, "status")).containsExactly("waiting");
        debtors.moveTo(debtor, START.plus(Duration.ofHours(25)));
        assertThat(debtors.attempts(invoice, "status")).containsExactly("declined", "waiting");
        assertThat(debtors.status(debtor)).isEqualTo("past_due");
    }

    @Test
    void closesThePageBeforeItChargesTheCard() {
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        stripe.cardDeclines(customer, true);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        debtors.moveTo(debtor, START.plusSeconds(1));
        stripe.cardDeclines(customer, false);
        String page = Buyers.sessionOf(url(debtor, invoice));

        debtors.moveTo(debtor, START.plus(Duration.ofDays(1)));

        assertThat(debtors.attempts(invoice, "status")).containsExactly("declined", "closed", "paid");
        assertThat(stripe.charges(customer)).isEqualTo(1);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> stripe.pay(page)))
                .hasMessageContaining("expired");
    }

    /** Whether it was closed is not known at first: that is no failure of the payer's. */
    @Test
    void closesAPageLaterWhoseClosingGotNoAnswer() {
        Debtor debtor = debtors.clocked("stripe", START);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        debtors.moveTo(debtor, START.plusSeconds(1));
        stripe.fail(Fault.reset()
                .on("POST", "/v1/checkout/sessions/" + Buyers.sessionOf(url(debtor, invoice)) + "/expire")
                .untilCleared());
        assertThat(attempts.open(invoice.id()).flatMap(closing::close).block()).isEqualTo(PageClosing.Fate.UNKNOWN);
        debtors.mendProviders();

        debtors.moveTo(debtor, START.plus(Duration.ofHours(2)));

        assertThat(debtors.attempts(invoice, "status")).containsExactly("closed");
        assertThat(debtors.status(debtor)).isEqualTo("active");
        assertThat(debtors.collection(invoice)).containsEntry("failures", 0);
    }

    /** Stripe gives a server error again to whoever asks with the same key, for a day. */
    @Test
    void closesAPageAtTheNextTryThoughStripeStillRepeatsItsFault() {
        Debtor debtor = debtors.clocked("stripe", START);
        Invoice untouched = debtors.invoice(debtor, 1900, START);
        Invoice closed = debtors.invoice(debtor, 700, START.plusSeconds(1));
        debtors.moveTo(debtor, START.plusSeconds(2));
        String page = Buyers.sessionOf(url(debtor, untouched));
        Fault fault = Fault.status(500).shouldRetry(false).on("POST", "/v1/checkout/sessions/*/expire");
        stripe.fail(fault);
        assertThat(close(untouched)).isEqualTo(PageClosing.Fate.UNKNOWN);
        stripe.fail(fault.performing());
        assertThat(close(closed)).isEqualTo(PageClosing.Fate.UNKNOWN);

        assertThat(close(untouched)).isEqualTo(PageClosing.Fate.DECIDED);
        assertThat(close(closed)).isEqualTo(PageClosing.Fate.DECIDED);

        assertThat(stripe.requests("POST", "/v1/checkout/sessions/" + page + "/expire"))
                .hasSize(3);
        assertThat(debtors.attempts(untouched, "status")).containsExactly("closed");
        assertThat(debtors.attempts(closed, "status")).containsExactly("closed");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> stripe.pay(page)))
                .hasMessageContaining("expired");
    }

    private PageClosing.Fate close(Invoice invoice) {
        return attempts.open(invoice.id()).flatMap(closing::close).block();
    }

    @Test
    void opensOnePageThoughManyAskAtOnce() {
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        stripe.cardDeclines(customer, true);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        debtors.moveTo(debtor, START.plusSeconds(1));

        List<Integer> answers = AtOnce.times(
                8,
                _ -> debtors.pay(http, debtor, invoice)
                        .returnResult(byte[].class)
                        .getStatus()
                        .value());

        assertThat(answers).contains(200).allMatch(status -> status == 200 || status == 409);
        assertThat(debtors.attempts(invoice, "status")).containsExactly("declined", "waiting");
    }

    @Test
    void refusesWhereThereIsNoPage() {
        Debtor manual = debtors.of("manual");
        Invoice transfer = debtors.invoice(manual, 1900);
        Debtor other = debtors.of("stripe");

        assertThat(code(debtors.pay(http, manual, transfer), 409)).isEqualTo("invoice_paid_by_hand");
        assertThat(code(debtors.pay(http, other, transfer), 404)).isEqualTo("invoice_not_found");
    }

    @Test
    void answers503WhileStripeIsAwayAndOpensAnotherPageAfterwards() {
        Debtor debtor = debtors.clocked("stripe", START);
        stripe.cardDeclines(debtors.withCard(debtor), true);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        debtors.moveTo(debtor, START.plusSeconds(1));
        stripe.fail(Fault.status(503)
                .shouldRetry(false)
                .on("POST", "/v1/checkout/sessions")
                .untilCleared());

        assertThat(code(debtors.pay(http, debtor, invoice), 503)).isEqualTo("payment_provider_unavailable");
        stripe.clearFaults();

        assertThat(url(debtor, invoice)).startsWith(TestStripe.baseUrl());
        assertThat(debtors.attempts(invoice, "status")).containsExactly("declined", "closed", "waiting");
    }

    private static String code(WebTestClient.ResponseSpec answer, int status) {
        return (String) answer.expectStatus()
                .isEqualTo(status)
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody()
                .get("code");
    }
}
