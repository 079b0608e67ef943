package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.CreditNote;
import io.tollgate.billing.invoice.CreditNoteResult;
import io.tollgate.billing.invoice.CreditNotes;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Stripe takes dinars, and gives them back, ten fils at a time: what is between is the account's. */
class DinarsTest extends DunningFixture {

    @Autowired
    private CreditNotes notes;

    private Debtor debtor;

    @BeforeEach
    void owe() {
        debtor = debtors.clocked("stripe", START).in("KWD");
    }

    @AfterEach
    void theBooksBalance() {
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    @Test
    void chargesWholeStepsAndLeavesTheRestToTheNextInvoice() {
        String customer = debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 10475, START);
        debtors.moveTo(debtor, START.plusSeconds(1));

        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(debtors.again(invoice).carriedOut()).isEqualTo(5);
        assertThat(debtors.attempts(invoice, "amount_cents")).containsExactly(10470L);
        assertThat(stripe.charges(customer)).isEqualTo(1);
        assertThat(credit()).isEqualTo(-5);

        Invoice next = debtors.invoice(debtor, 10475, day(30));
        debtors.moveTo(debtor, day(30).plusSeconds(1));

        assertThat(debtors.again(next).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(debtors.attempts(next, "amount_cents")).containsExactly(10480L);
        assertThat(credit()).isZero();
    }

    @Test
    void asksForWholeStepsOnAPageToo() {
        Invoice invoice = debtors.invoice(debtor, 10475, START);

        stripe.pay(Buyers.sessionOf(url(debtor, invoice)));

        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        assertThat(debtors.attempts(invoice, "amount_cents")).containsExactly(10470L);
    }

    @Test
    void givesWholeStepsBackAndTheRestToTheAccount() {
        Invoice invoice = paid();

        CreditNote part = credited(invoice, 1005L);
        assertThat(part.refundAmount()).isEqualTo(1000);
        assertThat(part.balanceAmount()).isEqualTo(5);
        assertThat(credit()).isZero();
        CreditNote all = credited(invoice, null);
        assertThat(all.refundAmount()).isEqualTo(9470);
        assertThat(all.balanceAmount()).isZero();

        Awaiting.until("it has gone back", () -> noteStatus(invoice).equals(List.of("succeeded", "succeeded")));
        assertThat(debtors.payment(invoice)).containsEntry("status", "refunded");
        assertThat(credit()).isZero();
    }

    @Test
    void givesNothingBackThatIsLessThanAStep() {
        CreditNote note = credited(paid(), 9L);

        assertThat(note.refundAmount()).isZero();
        assertThat(note.refundStatus()).isNull();
        assertThat(credit()).isEqualTo(4);
    }

    @Test
    void chargesWhatATransferOfAPartLeaves() {
        debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 10475, START);
        debtors.transfer(invoice, 10003);
        assertThat(credit()).isEqualTo(-2);

        debtors.moveTo(debtor, day(2));

        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(debtors.attempts(invoice, "amount_cents")).containsExactly(10003L, 470L);
    }

    @Test
    void chargesWhatANoteLeaves() {
        debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 10475, START);
        CreditNote note = credited(invoice, 1005L);
        assertThat(note.offsetAmount()).isEqualTo(1000);
        assertThat(note.balanceAmount()).isEqualTo(5);

        debtors.moveTo(debtor, day(2));

        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(debtors.attempts(invoice, "amount_cents")).containsExactly(9470L);
        assertThat(credit()).isZero();
    }

    @Test
    void takesAllOffAnOpenInvoice() {
        Invoice invoice = debtors.invoice(debtor, 10475, START);

        CreditNote note = credited(invoice, null);

        assertThat(note.offsetAmount()).isEqualTo(10470);
        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(credit()).isZero();
    }

    private Invoice paid() {
        debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 10475, START);
        debtors.moveTo(debtor, START.plusSeconds(1));
        return invoice;
    }

    private CreditNote credited(Invoice invoice, @Nullable Long cents) {
        return notes.issue(invoice.id(), new CreditNotes.Wish(null, cents, "goodwill", true), null)
                .cast(CreditNoteResult.Issued.class)
                .block()
                .note();
    }

    private long credit() {
        return debtors.credit(debtor);
    }

    private List<Object> noteStatus(Invoice invoice) {
        return debtors
                .query("select refund_status from credit_notes where invoice_id = '%s'".formatted(invoice.id()))
                .stream()
                .map(row -> row.get("refund_status"))
                .toList();
    }
}
