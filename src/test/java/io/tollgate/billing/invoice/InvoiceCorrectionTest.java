package io.tollgate.billing.invoice;

import static io.tollgate.billing.invoice.Bills.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.invoice.Bills.Answer;
import io.tollgate.billing.invoice.Bills.Customer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debit notes, the end of what nobody pays, and what is no correction. */
class InvoiceCorrectionTest extends BillsFixture {

    @Test
    void aDebitNoteIsAnInvoiceAtTheTaxesOfTheOneItCorrects() {
        Customer customer = bills.customer();
        bills.tax(customer, "20");
        Invoice issued = invoices.issue(draft(customer, 0, 1900)).block();
        bills.tax(customer, "7");

        Answer note = bills.post(
                "/admin/invoices/%s/debit-notes".formatted(issued.id()),
                "{\"amount\": 500, \"reason\": \"Not counted\"}");

        assertThat(note.status()).isEqualTo(201);
        assertThat(note.number("total")).isEqualTo(600);
        assertThat(note.text("number")).startsWith("DN-");
        assertThat(note.text("corrects")).isEqualTo(issued.id().toString());
        Answer again = bills.post(
                "/admin/invoices/%s/debit-notes".formatted(note.text("id")), "{\"amount\": 500, \"reason\": \"More\"}");
        assertThat(again.text("code")).isEqualTo("invoice_not_correctable");
        Invoice paid = payments.record(UUID.fromString(note.text("id")), 600, "manual", "m-" + note.text("id"))
                .block();
        assertThat(paid.status()).isEqualTo(InvoiceStatus.PAID);
    }

    @Test
    void endsOnlyWhatIsOpen() {
        Customer customer = bills.customer();
        Invoice issued = invoices.issue(draft(customer, 0, 1900)).block();
        String path = "/admin/invoices/" + issued.id();

        assertThat(bills.post(path + "/uncollectible", "").text("status")).isEqualTo("uncollectible");
        assertThat(bills.post(path + "/uncollectible", "").text("code")).isEqualTo("invoice_not_open");
        assertThat(bills.credit(issued, "\"amount\": 1").text("code")).isEqualTo("invoice_not_correctable");
        Invoice part =
                payments.record(issued.id(), 900, "manual", "m1-" + issued.id()).block();
        assertThat(part.writtenOff()).isEqualTo(1000);
        assertThat(bills.post(path + "/void", "").text("code")).isEqualTo("invoice_not_voidable");
        Invoice rest = payments.record(issued.id(), 1000, "manual", "m2-" + issued.id())
                .block();
        assertThat(rest.status()).isEqualTo(InvoiceStatus.PAID);
        Invoice other = invoices.issue(draft(customer, 1, 1900)).block();
        assertThat(bills.post("/admin/invoices/%s/void".formatted(other.id()), "")
                        .text("status"))
                .isEqualTo("void");
        Invoice late =
                payments.record(other.id(), 1900, "manual", "m3-" + other.id()).block();
        assertThat(late.status()).isEqualTo(InvoiceStatus.VOID);
        assertThat(bills.balance(customer, "credit")).isEqualTo(1900);
        assertThat(bills.query("select 1 from audit_log where subject_id = '%s' and action = 'invoice.voided'"
                        .formatted(other.id())))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amount\": 0, \"reason\": \"x\"}",
                "{\"amount\": -1, \"reason\": \"x\"}",
                "{\"amount\": 92233720368547758070, \"reason\": \"x\"}",
                "{\"amount\": 1.5, \"reason\": \"x\"}",
                "{\"amount\": 1}",
                "{\"amount\": 1, \"reason\": \"\\u0000\"}",
                "{\"amount\": 1, \"reason\": \"\\u202etxt\"}",
                "{\"line\": 0, \"reason\": \"x\"}",
                "{\"amount\": 1, \"reason\": \"x\", \"total\": 1}"
            })
    void refusesWhatIsNoNote(String body) {
        String path = "/admin/invoices/" + UUID.randomUUID();
        assertThat(bills.post(path + "/credit-notes", body).status()).isEqualTo(422);
        assertThat(bills.post(path + "/credit-notes", "{\"reason\": \"x\"}").text("code"))
                .isEqualTo("invoice_not_found");
        assertThat(bills.post(path + "/void", "").text("code")).isEqualTo("invoice_not_found");
    }
}
