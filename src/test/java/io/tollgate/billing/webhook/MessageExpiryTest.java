package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.webhook.WebhookFixture.Made;
import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.db.Expiring;
import io.tollgate.platform.time.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What was sent is forgotten after a month, and what is still to be sent is not. */
class MessageExpiryTest extends WebhookTest {

    @Autowired
    private Ids ids;

    @Autowired
    private Expiring expiringMessages;

    @Autowired
    private ExpiredRows expired;

    @Test
    void keepsAMessageUntilTheLastOfItsDeliveriesHasEnded() {
        Made quick = fixture.endpoint(fixture.receiver(), "invoice.voided");
        Made slow = fixture.endpoint(fixture.receiver(), "invoice.voided");
        UUID message = message(Duration.ofDays(31));
        UUID done = message(Duration.ofDays(31));
        UUID young = message(Duration.ofDays(29));
        deliver(message, quick, "delivered");
        deliver(message, slow, "pending");
        deliver(done, quick, "delivered");
        deliver(done, slow, "failed");
        deliver(young, quick, "delivered");

        expiringMessages.forget().apply(expired).block();
        assertThat(deliveries(message)).isEqualTo(2);
        assertThat(deliveries(done)).isZero();
        assertThat(deliveries(young)).isEqualTo(1);

        run("""
                update webhook_deliveries set status = 'failed', next_attempt_at = null
                where message_id = '%s' and status = 'pending'
                """.formatted(message));
        expiringMessages.forget().apply(expired).block();
        assertThat(deliveries(message)).isZero();
    }

    private UUID message(Duration age) {
        UUID id = ids.next();
        run("""
                insert into webhook_messages (id, type, object_id, body, created_at)
                values ('%1$s', 'invoice.voided', '%1$s', '{}', '%2$s')
                """.formatted(id, clock.instant().minus(age)));
        return id;
    }

    private void deliver(UUID message, Made endpoint, String status) {
        Instant now = clock.instant();
        run("""
                insert into webhook_deliveries (id, message_id, endpoint_id, status, next_attempt_at, delivered_at, created_at)
                values ('%1$s', '%2$s', '%3$s', '%4$s', case when '%4$s' = 'pending' then timestamptz '%5$s' end,
                        case when '%4$s' = 'delivered' then timestamptz '%5$s' end, '%5$s')
                """.formatted(ids.next(), message, endpoint.id(), status, now));
    }

    private long deliveries(UUID message) {
        return db.sql("select count(*) from webhook_deliveries where message_id = '%s'".formatted(message))
                .mapValue(Long.class)
                .one()
                .block();
    }

    private void run(String sql) {
        db.sql(sql).then().block();
    }
}
