package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
import org.junit.jupiter.api.Test;

/** What comes to nothing is paid without anybody being asked for it, though there is a card. */
class ZeroInvoiceTest extends DunningFixture {

    @Test
    void isPaidWithoutACallToAnybody() {
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);

        Invoice invoice = debtors.invoice(debtor, 0, START);
        debtors.moveTo(debtor, day(2));

        assertUntouched(invoice, debtor);
        assertThat(charges(customer)).isZero();
    }

    /** 29.00 were transferred for 19.00: what is left pays the next 10.00. */
    @Test
    void isPaidByTheAccountsCreditAlone() {
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        debtors.transfer(debtors.invoice(debtor, 1900, START), 2900);
        assertThat(debtors.credit(debtor)).isEqualTo(1000);

        Invoice invoice = debtors.invoice(debtor, 1000, day(30));
        debtors.moveTo(debtor, day(32));

        assertThat(invoice.total()).isEqualTo(1000);
        assertUntouched(invoice, debtor);
        assertThat(debtors.credit(debtor)).isZero();
        assertThat(charges(customer)).isZero();
        Invoice next = debtors.invoice(debtor, 1000, day(60));
        debtors.moveTo(debtor, day(60).plusSeconds(1));
        assertThat(debtors.again(next).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(charges(customer)).isEqualTo(1);
    }

    private void assertUntouched(Invoice invoice, Debtor debtor) {
        assertThat(invoice.status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(debtors.query("select 1 from collections where invoice_id = '%s'".formatted(invoice.id())))
                .isEmpty();
        assertThat(debtors.attempts(invoice)).isEmpty();
        assertThat(debtors.booked(invoice)).isEmpty();
        assertThat(stripe.requests())
                .noneMatch(request ->
                        request.params().toString().contains(invoice.id().toString()));
        assertThat(debtors.status(debtor)).isEqualTo("active");
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    /** As Stripe was asked, whatever it answered. */
    private long charges(String customer) {
        return stripe.requests("POST", "/v1/payment_intents").stream()
                .filter(request -> customer.equals(request.params().get("customer")))
                .count();
    }
}
