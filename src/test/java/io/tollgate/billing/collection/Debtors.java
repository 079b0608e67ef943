package io.tollgate.billing.collection;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tollgate.TestMails;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.CustomerMoments;
import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceDraft;
import io.tollgate.billing.invoice.InvoiceKind;
import io.tollgate.billing.invoice.Invoices;
import io.tollgate.billing.subscription.Customers;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.RequestFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Customers with a subscription that the engine runs, their invoices, and how time passes for them. */
class Debtors {

    private final TestUsers users;
    private final Invoices invoices;
    private final MarkingPaid marking;
    private final Customers customers;
    private final CollectionMoments moments;
    private final DatabaseClient db;
    private final Ids ids;
    private final Clock clock;
    private final CircuitBreakerRegistry breakers;

    Debtors(ApplicationContext application) {
        this.users = application.getBean(TestUsers.class);
        this.invoices = application.getBean(Invoices.class);
        this.marking = application.getBean(MarkingPaid.class);
        this.customers = application.getBean(Customers.class);
        this.moments = application.getBean(CollectionMoments.class);
        this.db = application.getBean(DatabaseClient.class);
        this.ids = application.getBean(Ids.class);
        this.clock = application.getBean(Clock.class);
        this.breakers = application.getBean(CircuitBreakerRegistry.class);
    }

    /** Somebody who owes. */
    record Debtor(TestUser user, UUID subscriptionId, String provider, String currency) {

        UUID id() {
            return user.id();
        }

        Debtor in(String other) {
            return new Debtor(user, subscriptionId, provider, other);
        }
    }

    Debtor of(String provider) {
        return subscribed(users.signUp(), provider);
    }

    /** The same customer with another subscription; the first must have ended. */
    Debtor again(Debtor debtor, String provider) {
        return subscribed(debtor.user(), provider);
    }

    private Debtor subscribed(TestUser user, String provider) {
        UUID id = ids.next();
        Instant now = now();
        run("""
                insert into subscriptions (id, user_id, plan_version_id, provider, status, engine, started_at, current_period_start,
                                           current_period_end, created_at, updated_at)
                select '%s', '%s', v.id, '%s', 'active', true, '%4$s', '%4$s', '%5$s', '%4$s', '%4$s'
                from plan_versions v join plans p on p.id = v.plan_id where p.code = 'pro' order by v.number limit 1
                """.formatted(id, user.id(), provider, now, now.plus(Duration.ofDays(30))));
        run("""
                insert into engine_subscriptions (subscription_id, anchor, zone, interval_unit, interval_count, period_index,
                                                  segment_start)
                values ('%s', timestamp '%s', 'UTC', 'month', 1, 0, '%s')
                """.formatted(id, now.toString().replace("Z", ""), now));
        return new Debtor(user, id, provider, provider.equals("paymob") ? "EGP" : "USD");
    }

    /** With a time of their own: nothing happens to them but in {@link #moveTo}. */
    Debtor clocked(String provider, Instant now) {
        Debtor debtor = of(provider);
        run("insert into customer_clocks (user_id, now_at, updated_at) values ('%s', '%s', '%2$s')"
                .formatted(debtor.id(), now));
        return debtor;
    }

    /** Stripe's customer, with a good card. */
    String withCard(Debtor debtor) {
        String customer = customers.ensure(debtor.user().user()).block();
        String _ = TestStripe.controls().saveCard(customer);
        return customer;
    }

    Invoice invoice(Debtor debtor, long cents) {
        return invoice(debtor, cents, now());
    }

    Invoice invoice(Debtor debtor, long cents, Instant at) {
        return invoices.issue(draft(debtor, cents, at)).block();
    }

    InvoiceDraft draft(Debtor debtor, long cents, Instant at) {
        Instant end = at.plus(Duration.ofDays(30));
        return new InvoiceDraft(
                debtor.subscriptionId(),
                debtor.id(),
                debtor.provider(),
                InvoiceKind.PERIOD,
                at,
                end,
                debtor.currency(),
                List.of(DraftFee.flat("base", "Pro", "pro", at, end, cents)),
                0,
                at);
    }

    /** So much has come by a transfer. */
    void transfer(Invoice invoice, long cents) {
        MarkPaidResult _ = marking.mark(
                        invoice.id(),
                        new MarkPaidRequest(cents, "transfer " + invoice.id()),
                        AuditEntry.of("test.marked", RequestFacts.NONE))
                .block();
    }

    Invoice again(Invoice invoice) {
        return invoices.find(invoice.id()).block();
    }

    /** All that is due on the way happens, each at its time. */
    void moveTo(Debtor debtor, Instant time) {
        CustomerMoments collection = moments;
        for (int i = 0; i < 100; i++) {
            Instant next = collection.next(debtor.id(), time).block();
            if (next == null) {
                setClock(debtor, time);
                return;
            }
            setClock(debtor, next);
            collection.pass(debtor.id(), next).block();
        }
        throw new AssertionError("Time stands still");
    }

    private void setClock(Debtor debtor, Instant now) {
        run("update customer_clocks set now_at = greatest(now_at, '%s') where user_id = '%s'"
                .formatted(now, debtor.id()));
    }

    Map<String, Object> collection(Invoice invoice) {
        return query("select * from collections where invoice_id = '%s'".formatted(invoice.id()))
                .getFirst();
    }

    List<Map<String, Object>> attempts(Invoice invoice) {
        return query(
                "select * from collection_attempts where invoice_id = '%s' order by attempt".formatted(invoice.id()));
    }

    List<Object> attempts(Invoice invoice, String column) {
        return attempts(invoice).stream().map(attempt -> attempt.get(column)).toList();
    }

    /** What {@code invoice_payments} holds: the provider's names. */
    List<Object> booked(Invoice invoice) {
        return query("select provider_payment_id from invoice_payments where invoice_id = '%s'".formatted(invoice.id()))
                .stream()
                .map(row -> row.get("provider_payment_id"))
                .toList();
    }

    String status(Debtor debtor) {
        return (String) query("select status from subscriptions where id = '%s'".formatted(debtor.subscriptionId()))
                .getFirst()
                .get("status");
    }

    String overdue(Debtor debtor) {
        return query("select state from overdue_customers where user_id = '%s'".formatted(debtor.id())).stream()
                .map(row -> (String) row.get("state"))
                .findFirst()
                .orElse("clear");
    }

    Map<String, Object> payment(Invoice invoice) {
        return query("select * from payments where provider_invoice_id = '%s'".formatted(invoice.id()))
                .getFirst();
    }

    /** Of the account; below zero when it owes. */
    long credit(Debtor debtor) {
        return (long) query("select credit from billing_accounts where user_id = '%s'".formatted(debtor.id()))
                .getFirst()
                .get("credit");
    }

    List<Map<String, Object>> faults(Debtor debtor) {
        return faults(debtor.id());
    }

    List<Map<String, Object>> faults(UUID userId) {
        return query("""
                select * from ledger_faults where id in (select id::text from invoices where user_id = '%1$s')
                   or id = '%1$s'""".formatted(userId));
    }

    long mails(Debtor debtor, String subject) {
        return TestMails.subjects(debtor.user().user().email()).stream()
                .filter(found -> found.startsWith(subject))
                .count();
    }

    WebTestClient.ResponseSpec pay(WebTestClient http, Debtor debtor, Invoice invoice) {
        return users.again(debtor.user())
                .authorized(http)
                .post()
                .uri("/billing/invoices/{id}/pay", invoice.id())
                .contentType(MediaType.APPLICATION_JSON)
                .exchange();
    }

    /** Stripe and Paymob are well again, and we have noticed. */
    void mendProviders() {
        TestStripe.controls().clearFaults();
        TestStripe.controls().dropWebhooks(false);
        breakers.getAllCircuitBreakers().forEach(CircuitBreaker::reset);
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    void run(String sql) {
        long rows = db.sql(sql).fetch().rowsUpdated().block();
        if (rows != 1) {
            throw new AssertionError(rows + " rows: " + sql);
        }
    }

    List<Map<String, Object>> query(String sql) {
        return db.sql(sql).fetch().all().collectList().block();
    }
}
