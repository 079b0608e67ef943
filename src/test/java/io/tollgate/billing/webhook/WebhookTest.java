package io.tollgate.billing.webhook;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** What the tests of systems that are told have in common: one that listens, and something to tell of. */
@IntegrationTest
abstract class WebhookTest {

    @Autowired
    WebTestClient http;

    @Autowired
    TestUsers users;

    @Autowired
    MutableClock clock;

    @Autowired
    Webhooks webhooks;

    @Autowired
    TransactionalOperator tx;

    @Autowired
    DatabaseClient db;

    WebhookFixture fixture;
    Receiver receiver;

    @BeforeEach
    void begin() {
        fixture = new WebhookFixture(http, users);
        receiver = fixture.receiver();
    }

    @AfterEach
    void end() throws Exception {
        fixture.close();
    }

    final void tell() {
        tell(null, UUID.randomUUID());
    }

    final void tell(@Nullable UUID userId, UUID objectId) {
        webhooks.send(WebhookType.INVOICE_VOIDED, userId, objectId, Map.of("amount_cents", 1900))
                .as(tx::transactional)
                .block();
    }
}
