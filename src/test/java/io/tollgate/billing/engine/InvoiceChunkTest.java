package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Whose fault it is that an invoice is not written: the one subscription's, which is parked, or everybody's, and nobody is. */
@IntegrationTest
class InvoiceChunkTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private InvoiceChunk chunk;

    @Autowired
    private ParkedGauge gauge;

    @Autowired
    private MeterRegistry meters;

    private final String curse = "curse_" + UUID.randomUUID().toString().replace("-", "");
    private Subscribers subscribers;
    private List<Customer> customers;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
        Sold plan = subscribers.plan(1900, "daily", null);
        customers = Stream.generate(() -> subscribers.start(users.signUp(), plan))
                .limit(3)
                .toList();
    }

    @AfterEach
    void lift() {
        subscribers.run("drop function if exists " + curse + "() cascade");
    }

    /** Not granted; no such column, table, function. */
    @ParameterizedTest
    @ValueSource(strings = {"42501", "42703", "42P01", "42883"})
    void parksNobodyForAFaultOfTheDeployment(String state) {
        curse(customers.get(1), state);

        Awaiting.until("the chunk fails", this::fails);

        assertThat(customers)
                .allSatisfy(customer -> assertThat(subscribers.row(customer))
                        .containsEntry("parked_reason", null)
                        .containsEntry("status", "active"));
        lift();
        customers.forEach(this::awaitBill);
    }

    /** Out of range, against a check, not a number. */
    @ParameterizedTest
    @ValueSource(strings = {"22003", "23514", "22P02"})
    void parksTheOneWhoseInvoiceCannotBeWrittenAndBillsTheOthers(String state) {
        curse(customers.get(1), state);

        awaitBill(customers.getFirst());
        awaitBill(customers.getLast());

        Awaiting.until(
                "the one is parked",
                () -> "cannot_be_billed"
                        .equals(subscribers.row(customers.get(1)).get("parked_reason")));
        assertThat(subscribers.invoices(customers.get(1))).hasSize(1);
        assertThat(subscribers.row(customers.getFirst())).containsEntry("parked_reason", null);
    }

    @Test
    void tellsHowManyAreParked() {
        curse(customers.get(1), "22003");
        awaitBill(customers.getFirst());
        Awaiting.until(
                "the one is parked", () -> subscribers.row(customers.get(1)).get("parked_reason") != null);

        // The node's own run may park one between the two questions.
        Awaiting.until("as many as there are", () -> {
            gauge.measure().block();
            Map<String, Object> parked = subscribers
                    .query("select count(*)::float8 as parked from engine_subscriptions where parked_at is not null")
                    .getFirst();
            return parked.get("parked")
                    .equals(meters.get("tollgate.billing.parked").gauge().value());
        });
        assertThat(meters.get("tollgate.billing.parked").gauge().value()).isPositive();
    }

    /** Whoever writes an invoice of this customer gets this answer of PostgreSQL's. */
    private void curse(Customer customer, String state) {
        subscribers.run("""
                create function %1$s() returns trigger language plpgsql as
                $$ begin raise exception 'cursed' using errcode = '%2$s'; end $$""".formatted(curse, state));
        subscribers.run("""
                create trigger %1$s before insert on invoices for each row when (new.user_id = '%2$s') execute function %1$s()
                """.formatted(curse, customer.user().id()));
        customers.forEach(one -> subscribers.longAgo(one, "25 hours"));
    }

    private boolean fails() {
        try {
            int _ = chunk.next().block();
            return false;
        } catch (DataAccessException _) {
            return true;
        }
    }

    private void awaitBill(Customer customer) {
        Awaiting.until("the bill", () -> {
            int _ = chunk.next().block();
            Instant next = Subscribers.time(subscribers.row(customer).get("next_run_at"));
            return next.isAfter(MutableClock.shared().instant());
        });
    }
}
