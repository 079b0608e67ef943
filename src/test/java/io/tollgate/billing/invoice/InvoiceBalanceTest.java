package io.tollgate.billing.invoice;

import static io.tollgate.billing.invoice.Bills.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.invoice.Bills.Answer;
import io.tollgate.billing.invoice.Bills.Customer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What invoices leave over, one way or the other, and where it goes. */
class InvoiceBalanceTest extends BillsFixture {

    @Test
    @DisplayName("term-lago-invoice-overcredit: left-over credit stays, 25.72")
    void leftOverCreditStays() {
        Customer customer = bills.customer();
        bills.give(customer, "credit", 3572);

        Invoice issued = invoices.issue(draft(customer, 0, 1000)).block();

        assertThat(issued.status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(bills.balance(customer, "credit")).isEqualTo(2572);
    }

    @Test
    void aTotalBelowZeroIsCredited() {
        Customer customer = bills.customer();

        Invoice issued = invoices.issue(draft(customer, 0, -5484, 1645)).block();

        assertThat(issued.status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(bills.balance(customer, "credit")).isEqualTo(3839);
        Invoice next = invoices.issue(draft(customer, 1, 4000)).block();
        assertThat(next.amountDue()).isEqualTo(161);
    }

    @Test
    @DisplayName("min-stripe-carry: 0.30 is carried, then 10.30 charged; voided, it is owed again")
    void tooLittleIsCarried() {
        Customer customer = bills.customer();

        Invoice small = invoices.issue(draft(customer, 0, 30)).block();
        assertThat(small.status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(bills.balance(customer, "credit")).isEqualTo(-30);
        Invoice next = invoices.issue(draft(customer, 1, 1000)).block();
        assertThat(next.amountDue()).isEqualTo(1030);
        assertThat(bills.balance(customer, "credit")).isZero();

        Bills.ok(bills.post("/admin/invoices/%s/void".formatted(next.id()), ""));
        assertThat(bills.balance(customer, "credit")).isEqualTo(-30);
        bills.give(customer, "wallet", 100);
        Invoice last = invoices.issue(draft(customer, 2, 20)).block();
        assertThat(last.walletApplied()).isEqualTo(50);
        assertThat(last.status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(bills.balance(customer, "credit")).isZero();
        assertThat(bills.balance(customer, "wallet")).isEqualTo(50);
    }

    @Test
    @DisplayName("refund-lago-partial-paid: 90.00 total, 75.00 paid, 30.00 credit, refund 15.00 + credit 15.00")
    void refundsOnlyWhatWasPaid() {
        Customer customer = bills.customer();
        Invoice issued = invoices.issue(draft(customer, 0, 9000)).block();
        Invoice _ = payments.record(issued.id(), 7500, "stripe", "pi-" + issued.id())
                .block();

        Answer note = bills.credit(issued, "\"amount\": 3000, \"refund\": true");

        assertThat(note.number("offset_amount")).isEqualTo(1500);
        assertThat(note.number("refund_amount")).isEqualTo(1500);
        assertThat(note.text("refund_status")).isEqualTo("pending");
        assertThat(invoices.find(issued.id()).block().status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(bills.credit(issued, "\"amount\": 500").number("balance_amount"))
                .isEqualTo(500);
        assertThat(bills.balance(customer, "credit")).isEqualTo(500);
    }

    @Test
    void whatIsPaidTooMuchIsCredited() {
        Customer customer = bills.customer();
        Invoice issued = invoices.issue(draft(customer, 0, 1900)).block();

        Invoice paid = payments.record(issued.id(), 2000, "stripe", "pi-" + issued.id())
                .block();
        Invoice again = payments.record(issued.id(), 2000, "stripe", "pi-" + issued.id())
                .block();

        assertThat(paid.status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(again).isEqualTo(paid);
        assertThat(bills.balance(customer, "credit")).isEqualTo(100);
    }
}
