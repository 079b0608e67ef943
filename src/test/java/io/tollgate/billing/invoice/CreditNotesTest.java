package io.tollgate.billing.invoice;

import static io.tollgate.billing.invoice.Bills.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.billing.invoice.Bills.Answer;
import io.tollgate.billing.invoice.Bills.Customer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class CreditNotesTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Invoices invoices;

    @Autowired
    private InvoicePayments payments;

    @Autowired
    private CreditNotes notes;

    private Bills bills;

    @BeforeEach
    void setUp() {
        bills = new Bills(http, users, db);
    }

    @AfterEach
    void theBooksBalance() {
        assertThat(bills.faults()).isEmpty();
    }

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
