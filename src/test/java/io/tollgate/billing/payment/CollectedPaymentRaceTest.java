package io.tollgate.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.billing.payment.CollectedPaymentRepository.Outcome;
import io.tollgate.billing.payment.CollectedPayments.Arrived;
import io.tollgate.billing.payment.CollectedPayments.Asked;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.subscription.Provider;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

/** An invoice is told of and paid in the same moment. */
@IntegrationTest
class CollectedPaymentRaceTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final Money PRICE = new Money(1900, "USD");

    @Autowired
    private CollectedPaymentRepository payments;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Test
    void isOnePaymentWhoeverComesFirst() {
        UUID user = users.signUp().id();
        Outcome paid = Outcome.of(new Arrived(Provider.STRIPE, "pi_1", PRICE, null, NOW));
        for (int round = 0; round < 60; round++) {
            Asked asked = new Asked(UUID.randomUUID(), user, null, Provider.STRIPE, PRICE, "period", NOW);
            List<Boolean> _ = AtOnce.times(4, number -> {
                if (number % 2 == 0) {
                    payments.ask(List.of(asked)).block();
                } else {
                    payments.write(asked, paid).block();
                }
                return true;
            });
            assertThat(status(asked.invoiceId())).isEqualTo("succeeded");
        }
    }

    private String status(UUID id) {
        return db.sql("select status from payments where id = :id")
                .bind("id", id)
                .mapValue(String.class)
                .one()
                .block();
    }
}
