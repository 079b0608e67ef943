package io.tollgate.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Bills to write and to pay, after which the books balance. */
@IntegrationTest
abstract class BillsFixture {

    @Autowired
    WebTestClient http;

    @Autowired
    TestUsers users;

    @Autowired
    DatabaseClient db;

    @Autowired
    Invoices invoices;

    @Autowired
    InvoicePayments payments;

    Bills bills;

    @BeforeEach
    void setUp() {
        bills = new Bills(http, users, db);
    }

    @AfterEach
    void theBooksBalance() {
        assertThat(bills.faults()).isEmpty();
    }
}
