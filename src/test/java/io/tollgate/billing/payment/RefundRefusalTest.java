package io.tollgate.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.Ledger;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class RefundRefusalTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private Buyers buyers;
    private Ledger ledger;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
        ledger = new Ledger(http, users, buyers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amount_cents\": 0}",
                "{\"amount_cents\": -1}",
                "{\"amount_cents\": 1.5}",
                "{\"amount_cents\": 92233720368547758070}",
                "{\"amount_cents\": \"all\"}",
                "{\"reason\": \"mood\"}",
                "{\"amount\": 5}"
            })
    void refusesWhatIsNoRefund(String body) {
        assertThat(ledger.refund(UUID.randomUUID().toString(), body).status()).isEqualTo(422);
    }

    @Test
    void refusesWhatCannotGoBack() {
        assertThat(ledger.refund(UUID.randomUUID().toString(), "{}").text("code"))
                .isEqualTo("payment_not_found");
        assertThat(ledger.refund("x", "{}").status()).isEqualTo(422);
        TestUser onTrial = buyers.subscriber(buyers.plan(1900, 14));
        assertThat(ledger.refund(ledger.id(onTrial), "{}").text("code")).isEqualTo("payment_not_refundable");
        assertThat(buyers.status(onTrial, "/admin/payments/" + ledger.id(onTrial)))
                .isEqualTo(403);
        assertThat(buyers.get(ledger.admin(), "/admin/payments?user_id=" + onTrial.id())
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(buyers.status(ledger.admin(), "/admin/payments?user_id=x")).isEqualTo(422);
    }
}
