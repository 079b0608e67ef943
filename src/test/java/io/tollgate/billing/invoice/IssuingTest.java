package io.tollgate.billing.invoice;

import static io.tollgate.billing.invoice.Bills.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.AtOnce;
import io.tollgate.billing.invoice.Bills.Customer;
import io.tollgate.platform.web.ApiException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

class IssuingTest extends BillsFixture {

    @Autowired
    private TransactionalOperator tx;

    @Test
    void makesOneInvoiceOfAPeriodHoweverManyIssueIt() {
        Customer customer = bills.customer();

        List<Optional<Invoice>> issued =
                AtOnce.times(20, _ -> invoices.issue(draft(customer, 0, 1900)).blockOptional());

        assertThat(issued).filteredOn(Optional::isPresent).hasSize(1);
        assertThat(bills.query("select 1 from invoices where user_id = '%s'".formatted(customer.id())))
                .hasSize(1);
        assertThat(bills.faults()).isEmpty();
    }

    /** Whatever we look for before: the database itself takes no second one. */
    @Test
    void keepsASecondInvoiceOfAPeriodOutOfTheTable() {
        Customer customer = bills.customer();
        Invoice invoice = invoices.issue(draft(customer, 0, 1900)).block();
        Mono<Long> another = db.sql("""
                        insert into invoices
                        select (jsonb_populate_record(i, '{"id": "%1$s", "series": "%2$s", "sequence": 1, "number": "%2$s-1"}')).*
                        from invoices i where id = '%3$s'
                        """.formatted(UUID.randomUUID(), "OTHER" + invoice.sequence(), invoice.id()))
                .fetch()
                .rowsUpdated();

        assertThatThrownBy(another::block)
                .isInstanceOf(DuplicateKeyException.class)
                .hasStackTraceContaining("\"invoices_one\"");
    }

    /** Each rolled-back one has taken a number before, and given it back. */
    @Test
    void numbersHaveNoGapsWhateverIsRolledBack() {
        List<Customer> customers =
                IntStream.range(0, 24).mapToObj(_ -> bills.customer()).toList();

        List<Optional<Invoice>> issued = AtOnce.times(
                24,
                call -> invoices.issue(draft(customers.get(call), 0, 1900))
                        .flatMap(invoice ->
                                call % 3 == 0 ? Mono.<Invoice>error(new IllegalStateException()) : Mono.just(invoice))
                        .as(tx::transactional)
                        .onErrorResume(IllegalStateException.class, _ -> Mono.empty())
                        .blockOptional());

        assertThat(issued).filteredOn(Optional::isPresent).hasSize(16);
        assertThat(issued.stream().flatMap(Optional::stream).map(Invoice::number))
                .doesNotHaveDuplicates()
                .allMatch(number -> Objects.requireNonNull(number).matches("INV-\\d{6,}"));
        assertThat(bills.faults()).isEmpty();
    }

    @Test
    void issuesManyAtOnceAndLeavesOutWhatIsThere() {
        List<Customer> customers =
                IntStream.range(0, 5).mapToObj(_ -> bills.customer()).toList();
        Invoice there = invoices.issue(draft(customers.getFirst(), 0, 1900)).block();
        List<InvoiceDraft> drafts =
                customers.stream().map(customer -> draft(customer, 0, 1900, 50)).toList();

        List<Invoice> issued = invoices.issue(drafts).collectList().block();

        assertThat(issued).hasSize(4).extracting(Invoice::total).containsOnly(1950L);
        long first = issued.getFirst().sequence();
        assertThat(first).as("others may issue, too").isGreaterThan(there.sequence());
        assertThat(issued.stream().map(Invoice::sequence))
                .containsExactlyElementsOf(
                        IntStream.range(0, 4).mapToObj(i -> first + i).toList());
        assertThat(bills.faults()).isEmpty();
    }

    @Test
    void makesNothingOfNothing() {
        Customer customer = bills.customer();

        assertThat(invoices.issue(draft(customer, 0)).blockOptional()).isEmpty();
        assertThat(bills.query("select 1 from billing_accounts where user_id = '%s'".formatted(customer.id())))
                .isEmpty();
    }

    @Test
    void keepsToOneCurrency() {
        Customer customer = bills.customer();
        InvoiceDraft first = draft(customer, 0, 1900);
        Invoice _ = invoices.issue(first).block();
        InvoiceDraft next = draft(customer, 1, 1900);
        InvoiceDraft other = new InvoiceDraft(
                next.subscriptionId(),
                next.userId(),
                next.provider(),
                next.kind(),
                next.periodStart(),
                next.periodEnd(),
                "EUR",
                next.fees(),
                0,
                next.at());

        assertThatThrownBy(() -> invoices.issue(other).block())
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code().code()).isEqualTo("plan_currency_differs"));
        assertThat(bills.faults()).isEmpty();
    }
}
