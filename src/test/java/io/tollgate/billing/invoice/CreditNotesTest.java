package io.tollgate.billing.invoice;

import static io.tollgate.billing.invoice.Bills.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.billing.invoice.Bills.Answer;
import io.tollgate.billing.invoice.Bills.Customer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.core.publisher.Flux;

class CreditNotesTest extends BillsFixture {

    @Autowired
    private CreditNotes notes;

    @Test
    void creditsNoMoreThanIsLeftHoweverManyAskAtOnce() {
        Invoice issued = invoices.issue(draft(bills.customer(), 0, 1900)).block();

        List<Answer> answers = AtOnce.times(20, _ -> bills.credit(issued, "\"amount\": 500"));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(3);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .hasSize(17)
                .allMatch(
                        answer -> answer.text("code").equals("credit_too_high") && answer.number("creditable") == 400);
        assertThat(invoices.find(issued.id()).block().creditedNet()).isEqualTo(1500);
    }

    /** As many as are shown with it and printed; what the engine gives back comes on top. */
    @Test
    void makesNoMoreThanAHundredOfAnInvoiceByHand() {
        Customer customer = bills.customer();
        Invoice issued = invoices.issue(draft(customer, 0, 1900)).block();
        CreditNotes.Wish cent = new CreditNotes.Wish(null, 1L, "Goodwill", false);
        Long _ = Flux.range(0, 98)
                .concatMap(_ -> notes.issue(issued.id(), cent, null))
                .count()
                .block();

        List<Answer> answers = AtOnce.times(4, _ -> bills.credit(issued, "\"amount\": 1"));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(2);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .extracting(answer -> answer.text("code"))
                .containsOnly("invoice_not_correctable");
        assertThat(notes.issue(issued.id(), cent, null).block()).isInstanceOf(CreditNoteResult.Issued.class);
        assertThat(bills.get(customer.user(), "/billing/invoices/" + issued.id())
                        .body()
                        .path("credit_notes"))
                .hasSize(101);
    }

    @Test
    void creditsALineOnlyOfWhatItHas() {
        Invoice issued = invoices.issue(draft(bills.customer(), 0, 300, 1900)).block();

        assertThat(bills.credit(issued, "\"line\": 1, \"amount\": 301").number("creditable"))
                .isEqualTo(300);
        assertThat(bills.credit(issued, "\"line\": 1, \"amount\": 200").status())
                .isEqualTo(201);
        assertThat(bills.credit(issued, "\"line\": 1").number("net")).isEqualTo(100);
        assertThat(bills.credit(issued, "\"line\": 1").text("code")).isEqualTo("credit_too_high");
        assertThat(bills.credit(issued, "\"line\": 3").text("code")).isEqualTo("invoice_line_not_found");
        assertThat(bills.credit(issued, "\"refund\": false").number("net")).isEqualTo(1900);
        assertThat(bills.credit(issued, "\"refund\": false").text("code")).isEqualTo("invoice_not_correctable");
    }

    @Test
    void whatCannotGoBackIsCredited() {
        Customer customer = bills.customer();
        Invoice issued = invoices.issue(draft(customer, 0, 1900)).block();
        Invoice _ = payments.record(issued.id(), 1900, "stripe", "pi-" + issued.id())
                .block();
        UUID gone = UUID.fromString(
                bills.credit(issued, "\"amount\": 900, \"refund\": true").text("id"));
        UUID stuck = UUID.fromString(bills.credit(issued, "\"refund\": true").text("id"));

        assertThat(notes.refunded(gone, "re_1").block().refundStatus()).isEqualTo(CreditNote.RefundStatus.SUCCEEDED);
        assertThat(notes.refundFailed(gone).blockOptional()).isEmpty();
        assertThat(notes.refundFailed(stuck).block().refundStatus()).isEqualTo(CreditNote.RefundStatus.FAILED);
        assertThat(notes.refundFailed(stuck).blockOptional()).isEmpty();

        assertThat(bills.balance(customer, "credit")).isEqualTo(1000);
    }
}
