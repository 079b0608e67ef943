package io.tollgate.billing.subscription;

import io.tollgate.IntegrationTest;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.billing.Buyers;
import io.tollgate.stripeemulator.Controls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What the tests of a subscription's life have in common. */
@IntegrationTest
abstract class LifecycleTest {

    @Autowired
    WebTestClient http;

    @Autowired
    TestUsers users;

    @Autowired
    DatabaseClient db;

    final Controls stripe = TestStripe.controls();
    Buyers buyers;
    Lifecycle life;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
        life = new Lifecycle(http, users, buyers);
    }

    @AfterEach
    void mendStripe() {
        stripe.clearFaults();
        int _ = stripe.discardHeldWebhooks();
        buyers.endDailyOnes();
    }
}
