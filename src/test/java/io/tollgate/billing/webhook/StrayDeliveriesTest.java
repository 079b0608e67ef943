package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.billing.webhook.WebhookFixture.Made;
import io.tollgate.platform.jobs.FirstRun;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.time.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Deliveries whose job is gone. */
class StrayDeliveriesTest extends WebhookTest {

    private static final int MORE_THAN_A_PAGE = 201;

    @Autowired
    private StrayDeliveries stray;

    @Autowired
    private ErrandRepository errands;

    @Autowired
    private Outbox outbox;

    @Autowired
    private Ids ids;

    @Test
    void areMadeOnceTheyAreFound() {
        Made endpoint = fixture.endpoint(receiver, "invoice.credited");
        UUID lost = pending(endpoint, longAgo());

        takeUp();

        JsonNode made = fixture.awaitDelivery(endpoint, "delivered", 1);
        assertThat(made.get("id").asString()).isEqualTo(lost.toString());
        assertThat(receiver.got).hasSize(1);
    }

    /** It was on its way all the time. */
    @Test
    void areNotMadeByTheOldJobAsWell() {
        receiver.answers(503);
        Made endpoint = fixture.endpoint(receiver, "invoice.credited");
        UUID late = pending(endpoint, longAgo());
        assertThat(errands.find(new DeliveryOrder(late, 1)).block()).isNotNull();

        takeUp();

        assertThat(errands.find(new DeliveryOrder(late, 1)).block()).isNull();
        assertThat(errands.find(new DeliveryOrder(late, 2)).block()).isNotNull();
    }

    @Test
    void areAllMadeHoweverManyTheyAre() {
        Made endpoint = fixture.endpoint(receiver, "invoice.credited");
        for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
            UUID _ = pending(endpoint, longAgo());
        }

        takeUp();

        Awaiting.until(
                "all of them",
                Duration.ofSeconds(60),
                () -> receiver.got.stream().map(Receiver.Got::id).distinct().count() == MORE_THAN_A_PAGE);
    }

    /** Looked at from a day in which nobody else does anything. */
    @Test
    void areNoneThatWereDueLatelyOrWhoseJobsWaitOrAreDead() {
        Instant then = clock.instant().plus(Duration.ofDays(30));
        Instant longAgo = then.minus(StrayDeliveries.QUIET);
        Made endpoint = fixture.endpoint(receiver, "invoice.credited");
        UUID lost = pending(endpoint, longAgo);
        UUID lately = pending(endpoint, longAgo.plusSeconds(1));
        UUID waiting = pending(endpoint, longAgo);
        outbox.enqueueAt(DeliveryOrder.TYPE, endpoint.id().toString(), new DeliveryOrder(waiting, 1), longAgo)
                .block();
        UUID dead = pending(endpoint, longAgo);
        run("""
                insert into dead_letters (id, type, topic, key, payload, attempts, error, created_at, died_at)
                values ('%1$s', 'webhook.deliver', 'webhooks', '%2$s', '{"delivery_id": "%1$s", "round": 1}', 10, 'gone',
                        now(), now())
                """.formatted(dead, endpoint.id()));

        List<UUID> found = db.sql("""
                        update webhook_deliveries set status = 'failed', next_attempt_at = null
                        where status = 'pending' and endpoint_id <> :id
                        """)
                .bind("id", endpoint.id())
                .then()
                .thenMany(errands.takeUpStray(then, StrayDeliveries.QUIET, 200))
                .map(stray -> stray.order().deliveryId())
                .collectList()
                .as(taken -> tx.execute(inIt -> {
                    inIt.setRollbackOnly();
                    return taken;
                }))
                .blockFirst();

        assertThat(found).containsExactly(lost).doesNotContain(lately, waiting, dead);
        run("delete from outbox where key = '%s'".formatted(endpoint.id()));
        run("delete from dead_letters where key = '%s'".formatted(endpoint.id()));
    }

    private Instant longAgo() {
        return clock.instant().minus(StrayDeliveries.QUIET);
    }

    private UUID pending(Made endpoint, Instant due) {
        UUID id = ids.next();
        run("""
                with message as (
                    insert into webhook_messages (id, type, object_id, body, created_at)
                    values ('%1$s', 'invoice.credited', '%1$s', '{}', '%3$s'))
                insert into webhook_deliveries (id, message_id, endpoint_id, status, next_attempt_at, created_at)
                values ('%1$s', '%1$s', '%2$s', 'pending', '%3$s', '%3$s')
                """.formatted(id, endpoint.id(), due));
        return id;
    }

    private void takeUp() {
        stray.handle(new StrayDeliveries.Payload(), new FirstRun())
                .as(tx::transactional)
                .block();
    }

    private void run(String sql) {
        db.sql(sql).then().block();
    }
}
