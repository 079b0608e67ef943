package io.tollgate.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.billing.invoice.Bills.Customer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Σ invoiced = paid + credited + open, after whatever happens in whatever order. */
class LedgerTest extends BillsFixture {

    private static final int CUSTOMERS = 4;
    private static final int STEPS = 40;

    @Test
    void balancesAfterRandomSequences() {
        long seed = System.nanoTime();
        System.out.println("LedgerTest seed " + seed);
        Random random = new Random(seed);
        List<Walk> walks = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            walks.add(new Walk(bills.customer(), new Random(random.nextLong())));
        }

        List<Integer> issued = AtOnce.times(CUSTOMERS, i -> walks.get(i).go());

        assertThat(issued).as("seed %d", seed).allMatch(count -> count > 0);
        assertThat(bills.faults()).as("seed %d", seed).isEmpty();
        assertThat(bills.query("""
                select sum(invoiced) - sum(paid) - sum(credited) - sum(open) - sum(written_off) as off_by
                from invoice_ledger""").getFirst().get("off_by").toString()).isEqualTo("0");
        assertThat(bills.query("select 1 from billing_accounts where wallet < 0"))
                .isEmpty();
    }

    /** What happens to one customer. */
    private final class Walk {

        private final Customer customer;
        private final Random random;
        private final List<Invoice> issued = new ArrayList<>();
        private int month;

        Walk(Customer customer, Random random) {
            this.customer = customer;
            this.random = random;
        }

        int go() {
            bills.tax(customer, "19.6");
            Bills.ok(bills.apply(customer, bills.coupon("\"percent\": 12.5, \"uses\": 3")));
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            return issued.size();
        }

        private void step() {
            int what = issued.isEmpty() ? 0 : random.nextInt(10);
            if (what < 3) {
                issue();
            } else if (what < 6) {
                pay(any());
            } else if (what == 6) {
                String wish =
                        "\"amount\": %d, \"refund\": %b".formatted(1 + random.nextInt(3000), random.nextBoolean());
                Bills.Answer _ = bills.credit(any(), wish);
            } else if (what == 7) {
                Bills.Answer _ = bills.post(
                        "/admin/invoices/%s/debit-notes".formatted(any().id()),
                        "{\"amount\": %d, \"reason\": \"more\"}".formatted(1 + random.nextInt(900)));
            } else if (what == 8) {
                String end = random.nextBoolean() ? "void" : "uncollectible";
                Bills.Answer _ = bills.post("/admin/invoices/%s/%s".formatted(any().id(), end), "");
            } else {
                bills.give(customer, random.nextBoolean() ? "wallet" : "credit", 1 + random.nextInt(2000));
            }
        }

        private void issue() {
            long[] amounts = random.ints(1 + random.nextInt(4), -400, 3000)
                    .mapToLong(i -> i)
                    .toArray();
            issued.add(invoices.issue(Bills.draft(customer, month++, amounts)).block());
        }

        private void pay(Invoice invoice) {
            Invoice now = invoices.find(invoice.id()).block();
            long amount = random.nextInt(3) == 0 ? 1 + random.nextInt(2000) : Math.max(now.amountOpen(), 1);
            Invoice _ = payments.record(now.id(), amount, "stripe", "pi-" + now.id() + "-" + random.nextInt(3))
                    .block();
        }

        private Invoice any() {
            return issued.get(random.nextInt(issued.size()));
        }
    }
}
