package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.Invoice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Who ends a subscription for want of payment meets who pays and who bills, and none of them waits in a circle. */
@IntegrationTest
class OverdueLocksTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private Overdue overdue;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TransactionalOperator tx;

    private Debtors debtors;
    private TestUser admin;

    @BeforeEach
    void setUp() {
        debtors = new Debtors(application);
        admin = users.admin();
    }

    /** Whoever bills goes on to the customer's money; whoever pays, from there to how overdue they are. */
    @Test
    void waitsForTheEngineWithoutHoldingWhatOthersWant() {
        Debtor debtor = debtors.of("manual");
        Invoice invoice = debtors.invoice(debtor, 1900);
        // What begins to collect refers to the subscription, and so holds it until it is committed.
        Awaiting.until(
                "it is asked for",
                () -> !debtors.query("select 1 from payments where id = '" + invoice.id() + "'")
                        .isEmpty());
        block(debtor, invoice);
        assertThat(debtors.overdue(debtor)).isEqualTo("blocked");
        Sinks.Empty<Void> held = Sinks.empty();
        Sinks.Empty<Void> release = Sinks.empty();
        Mono<Void> billing = db.sql("select from engine_subscriptions where subscription_id = '%s' for update"
                        .formatted(debtor.subscriptionId()))
                .then()
                .doOnSuccess(_ -> held.tryEmitEmpty().orThrow())
                .then(release.asMono())
                .as(tx::transactional);
        CompletableFuture<Void> billed = billing.toFuture();
        held.asMono().block(Duration.ofSeconds(20));

        CompletableFuture<Void> ended = overdue.worsen(
                        debtor.id(), invoice.dueAt().plus(Duration.ofDays(22)))
                .toFuture();
        try {
            Awaiting.until("it waits", this::somebodyWaits);
            assertThat(Stream.of("overdue_customers", "billing_accounts", "subscriptions")
                            .filter(table -> !isFree(table, debtor)))
                    .isEmpty();
        } finally {
            release.tryEmitEmpty().orThrow();
        }
        billed.join();
        ended.join();

        assertThat(debtors.status(debtor)).isEqualTo("canceled");
        assertThat(debtors.overdue(debtor)).isEqualTo("cancelled");
    }

    private void block(Debtor debtor, Invoice invoice) {
        overdue.worsen(debtor.id(), invoice.dueAt().plus(Duration.ofDays(10))).block();
        overdue.worsen(debtor.id(), invoice.dueAt().plus(Duration.ofDays(15))).block();
    }

    private boolean somebodyWaits() {
        return !debtors.query("""
                select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
                  and query like '%engine_subscriptions%order by e.subscription_id%'""").isEmpty();
    }

    private boolean isFree(String table, Debtor debtor) {
        return !debtors.query(
                        "select 1 from %s where user_id = '%s' for update skip locked".formatted(table, debtor.id()))
                .isEmpty();
    }

    @Test
    void endsOnceWhileItIsPaidAndCancelledInAllOrders() {
        List<Debtor> several =
                Stream.generate(() -> debtors.of("manual")).limit(4).toList();
        List<Invoice> invoices =
                several.stream().map(debtor -> debtors.invoice(debtor, 1900)).toList();
        IntStream.range(0, 4).forEach(i -> block(several.get(i), invoices.get(i)));

        List<Integer> answers = AtOnce.times(12, i -> {
            Debtor debtor = several.get(i / 3);
            Invoice invoice = invoices.get(i / 3);
            return switch ((i + i / 3) % 3) {
                case 0 ->
                    overdue.worsen(debtor.id(), invoice.dueAt().plus(Duration.ofDays(22)))
                            .thenReturn(200)
                            .block();
                case 1 ->
                    ask(
                            "/admin/invoices/" + invoice.id() + "/mark-paid",
                            "{\"reference\": \"TX-" + invoice.id() + "\"}");
                default -> ask("/admin/subscriptions/" + debtor.subscriptionId() + "/cancel", "{}");
            };
        });

        assertThat(answers).allMatch(status -> status == 200 || status == 404 || status == 409);
        assertThat(several).allSatisfy(debtor -> {
            assertThat(debtors.status(debtor)).isEqualTo("canceled");
            assertThat(debtors.faults(debtor)).isEmpty();
        });
    }

    private int ask(String path, String body) {
        return admin.authorized(http)
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .returnResult(Void.class)
                .getStatus()
                .value();
    }
}
