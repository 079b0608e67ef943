package io.tollgate.billing.invoice;

import static io.tollgate.billing.invoice.Bills.base;
import static io.tollgate.billing.invoice.Bills.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.invoice.Bills.Answer;
import io.tollgate.billing.invoice.Bills.Customer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The worked numbers of invoices, through the database. */
class InvoiceMoneyTest extends BillsFixture {

    @Test
    @DisplayName("inv-lago-order: 70.00 -10 coupon +10 % tax -20 credit note -30 wallet = 16.00")
    void goesThroughTheOrder() {
        Customer customer = bills.customer();
        bills.tax(customer, "10");
        Bills.ok(bills.apply(customer, bills.coupon("\"amount\": 1000, \"currency\": \"USD\"")));
        bills.give(customer, "credit", 2000);
        bills.give(customer, "wallet", 3000);

        Invoice issued = invoices.issue(draft(customer, 0, 7000)).block();

        assertThat(issued.discount()).isEqualTo(1000);
        assertThat(issued.tax()).isEqualTo(600);
        assertThat(issued.total()).isEqualTo(6600);
        assertThat(issued.creditApplied()).isEqualTo(2000);
        assertThat(issued.walletApplied()).isEqualTo(3000);
        assertThat(issued.amountDue()).isEqualTo(1600);
        assertThat(issued.amountOpen()).isEqualTo(1600);
        assertThat(bills.balance(customer, "credit")).isZero();
        assertThat(bills.balance(customer, "wallet")).isZero();
    }

    @Test
    @DisplayName("inv-lago-coupon-spread: a fixed coupon is spread by line share")
    void spreadsAFixedCoupon() {
        Customer customer = bills.customer();
        bills.tax(customer, "20");
        Bills.ok(bills.apply(customer, bills.coupon("\"amount\": 1000, \"currency\": \"USD\"")));

        Invoice issued = invoices.issue(draft(customer, 0, 10000, 10000)).block();

        assertThat(invoices.document(issued.id()).block().lines())
                .extracting(InvoiceLine::discount)
                .containsExactly(500L, 500L);
        assertThat(issued.amountDue()).isEqualTo(22800);
    }

    @Test
    @DisplayName("inv-lago-tax-rounding: 0.17 + 4.46 at 20 %, 0.93")
    void roundsTaxOnce() {
        Customer customer = bills.customer();
        bills.tax(customer, "20");

        assertThat(invoices.issue(draft(customer, 0, 17, 446)).block().tax()).isEqualTo(93);
    }

    @Test
    @DisplayName("zero-kb-trial: nothing is paid at once; by hand, nothing is too little")
    void nothingIsPaidAtOnce() {
        Customer customer = bills.customer();

        assertThat(invoices.issue(draft(customer, 0, 0)).block().status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(invoices.issue(draft(customer, "manual", 1, List.of(base(1))))
                        .block()
                        .amountDue())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("cn-lago-20000: 200.00 x 29/30 at 25 %, 193.33 + 48.33")
    void subtotalAndTaxOfANoteAreRoundedApart() {
        Customer customer = bills.customer();
        bills.tax(customer, "25");
        Invoice issued = invoices.issue(draft(customer, 0, 20000)).block();

        Answer note = bills.credit(issued, "\"amount\": 19333");

        assertThat(note.number("tax")).isEqualTo(4833);
        assertThat(note.number("offset_amount")).isEqualTo(24166);
        assertThat(invoices.find(issued.id()).block().amountOpen()).isEqualTo(25000 - 24166);
        assertThat(bills.credit(issued, "\"amount\": 667").number("tax")).isEqualTo(167);
        assertThat(invoices.find(issued.id()).block().status()).isEqualTo(InvoiceStatus.PAID);
    }

    @Test
    void aCouponIsUsedAsOftenAsItMayBe() {
        Customer customer = bills.customer();
        Bills.ok(bills.apply(customer, bills.coupon("\"percent\": 50, \"uses\": 1")));
        Bills.ok(bills.apply(
                customer,
                bills.coupon("\"amount\": 100, \"currency\": \"USD\", \"scope\": \"plan\", \"codes\": [\"pro\"]")));
        String metric = bills.metric();
        Bills.ok(bills.apply(
                customer,
                bills.coupon("\"percent\": 100, \"scope\": \"metric\", \"codes\": [\"%s\"]".formatted(metric))));

        Invoice first = invoices.issue(draft(customer, 0, 1100)).block();
        Invoice second = invoices.issue(draft(customer, 1, 1100)).block();
        assertThat(first.discount()).as("100 for the plan, half of the rest").isEqualTo(600);
        assertThat(second.discount()).isEqualTo(100);

        Bills.ok(bills.post("/admin/invoices/%s/void".formatted(first.id()), ""));
        Invoice third = invoices.issue(draft(customer, 2, 1100)).block();
        assertThat(third.discount())
                .as("what was used on a voided invoice is unused")
                .isEqualTo(600);
    }
}
