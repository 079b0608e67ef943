package io.tollgate.billing.invoice;

import static io.tollgate.billing.invoice.Bills.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.billing.invoice.Bills.Customer;
import io.tollgate.billing.pricing.Charge;
import io.tollgate.billing.pricing.GraduatedPrice;
import io.tollgate.billing.pricing.PriceTier;
import io.tollgate.billing.pricing.Rated;
import io.tollgate.billing.pricing.Scale;
import io.tollgate.billing.pricing.Usage;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

/** What stands on an invoice: before it is issued, and ever after. */
class IssuedDocumentTest extends BillsFixture {

    @Test
    void previewsTheVeryDocumentThatIsIssuedThen() {
        Customer customer = bills.customer();
        bills.tax(customer, "19.6");
        Bills.ok(bills.apply(customer, bills.coupon("\"percent\": 10, \"uses\": 1")));
        bills.give(customer, "wallet", 300);
        GraduatedPrice price = new GraduatedPrice(List.of(
                new PriceTier(BigDecimal.ZERO, new BigDecimal("5"), new BigDecimal("7"), BigDecimal.ZERO),
                new PriceTier(new BigDecimal("5"), new BigDecimal("10"), new BigDecimal("6.5"), BigDecimal.ZERO),
                new PriceTier(new BigDecimal("10"), null, new BigDecimal("6"), BigDecimal.ZERO)));
        Rated rated = Charge.of(price).rate(Usage.of(BigDecimal.valueOf(20)), Scale.of("USD"));
        DraftFee used = new DraftFee(
                "usage",
                "API calls",
                null,
                "calls",
                "pro",
                Bills.JANUARY,
                Bills.JANUARY.plusSeconds(60),
                null,
                null,
                rated.parts(),
                rated.usage());
        InvoiceDraft draft = draft(customer, "stripe", 0, List.of(Bills.base(1900), used));

        InvoiceDocument preview = invoices.preview(draft).block();
        Invoice issued = invoices.issue(draft).block();
        InvoiceDocument stored = invoices.document(issued.id()).block();

        assertThat(preview.invoice().status()).isEqualTo(InvoiceStatus.DRAFT);
        assertThat(stored.lines()).hasSize(4);
        assertThat(stored.lines().stream().map(InvoiceLine::amount)).containsExactly(1900L, 3500L, 3250L, 6000L);
        assertThat(stored.lines())
                .usingRecursiveComparison()
                .ignoringFields("invoiceId")
                .isEqualTo(preview.lines());
        assertThat(stored.invoice())
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .ignoringFields("id", "number", "sequence", "status", "createdAt")
                .isEqualTo(preview.invoice());
        assertThat(stored.invoice()).usingRecursiveComparison().isEqualTo(issued);
        assertThat(stored.invoice().walletApplied()).isEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update invoices set total = total + 1, tax = tax + 1 where id = '%s'",
                "update invoices set buyer = '{}' where id = '%s'",
                "update invoices set number = 'X-1' where id = '%s'",
                "update invoices set due_at = now() where id = '%s'",
                "update invoices set status = 'open' where id = '%s'",
                "update invoices set status = 'void' where id = '%s'",
                "update invoices set amount_paid = 0 where id = '%s'",
                "update invoices set credited_net = 99999999 where id = '%s'",
                "delete from invoices where id = '%s'",
                "update invoice_lines set amount = 0 where invoice_id = '%s'",
                "update invoice_lines set description = 'x' where invoice_id = '%s'",
                "delete from invoice_lines where invoice_id = '%s'",
                """
                insert into invoice_lines select invoice_id, position + 1, kind, 'more', charge_id, metric, plan, period_start,
                       period_end, tier, quantity, unit_price, flat_price, 0, 0 from invoice_lines where invoice_id = '%s'
                """,
                """
                insert into invoice_lines select gen_random_uuid(), position, kind, 'nobody''s', charge_id, metric, plan, period_start,
                       period_end, tier, quantity, unit_price, flat_price, 0, 0 from invoice_lines where invoice_id = '%s'
                """,
                "update invoice_payments set amount = 1 where invoice_id = '%s'",
                "delete from invoice_payments where invoice_id = '%s'",
                "truncate invoice_lines -- %s",
                "truncate invoices cascade -- %s"
            })
    void staysAsItWasIssued(String sql) {
        Customer customer = bills.customer();
        Invoice issued = invoices.issue(draft(customer, 0, 1900)).block();
        Invoice paid =
                payments.record(issued.id(), 1900, "manual", "m-" + issued.id()).block();
        assertThat(paid.status()).isEqualTo(InvoiceStatus.PAID);

        assertThatThrownBy(() -> db.sql(sql.formatted(issued.id())).then().block())
                .isInstanceOf(DataAccessException.class);
        assertThat(invoices.find(issued.id()).block()).isEqualTo(paid);
    }
}
