package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.billing.webhook.WebhookFixture.Made;
import io.tollgate.platform.jobs.FirstRun;
import io.tollgate.platform.jobs.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Deliveries whose job is gone. */
class StrayDeliveriesTest extends WebhookTest {

    private static final int MORE_THAN_A_PAGE = 501;

    @Autowired
    private StrayDeliveries stray;

    @Autowired
    private ErrandRepository errands;

    @Autowired
    private DeliveryJob job;

    @Autowired
    private Outbox outbox;

    @Test
    void areMadeOnceTheyAreFound() {
        receiver.answers(503);
        Made endpoint = fixture.endpoint(receiver, "invoice.voided");
        tell();
        JsonNode lost = fixture.awaitDelivery(endpoint, "pending", 1);
        loseJobs(endpoint);
        due(endpoint, clock.instant().minus(StrayDeliveries.QUIET));
        receiver.answers(200);
        clock.advance(Duration.ofMinutes(10));

        takeUp();

        JsonNode made = fixture.awaitDelivery(endpoint, "delivered", 2);
        assertThat(made.get("id")).isEqualTo(lost.get("id"));
        assertThat(receiver.got)
                .extracting(Receiver.Got::id)
                .hasSize(2)
                .containsOnly(receiver.got.getFirst().id());
    }

    /** It was on its way all the time: its worker is a day behind. */
    @Test
    void areNotMadeByTheOldJobAsWell() {
        receiver.answers(503);
        Made endpoint = fixture.endpoint(receiver, "invoice.voided");
        tell();
        JsonNode late = fixture.awaitDelivery(endpoint, "pending", 1);
        loseJobs(endpoint);
        due(endpoint, clock.instant().minus(StrayDeliveries.QUIET));
        clock.advance(Duration.ofMinutes(10));
        takeUp();
        var _ = fixture.awaitDelivery(endpoint, "pending", 2);

        DeliveryOrder old = new DeliveryOrder(UUID.fromString(late.get("id").asString()), 1);
        job.handle(old, new FirstRun()).block();

        assertThat(receiver.got).hasSize(2);
        loseJobs(endpoint);
    }

    @Test
    void areAllMadeHoweverManyTheyAre() {
        Made endpoint = fixture.endpoint(receiver, "invoice.credited");
        run("""
                with message as (
                    insert into webhook_messages (id, type, object_id, body, created_at)
                    select uuidv7(), 'invoice.credited', uuidv7(), '{}', '%2$s' from generate_series(1, %3$s) returning id)
                insert into webhook_deliveries (id, message_id, endpoint_id, status, next_attempt_at, created_at)
                select uuidv7(), id, '%1$s', 'pending', '%2$s', '%2$s' from message
                """.formatted(endpoint.id(), clock.instant().minus(StrayDeliveries.QUIET), MORE_THAN_A_PAGE));

        takeUp();

        Awaiting.until("all of them", () -> receiver.got.size() >= MORE_THAN_A_PAGE);
        assertThat(receiver.got.stream().map(Receiver.Got::id).distinct()).hasSize(MORE_THAN_A_PAGE);
    }

    @Test
    void areNoneThatWereDueLatelyOrWhoseJobsWaitThemselves() {
        Made waiting = waiting();
        Made lost = waiting();
        loseJobs(lost);
        Made lately = waiting();
        loseJobs(lately);
        Instant then = clock.instant().plus(Duration.ofDays(30));
        due(lost, then.minus(StrayDeliveries.QUIET));
        due(lately, then.minus(StrayDeliveries.QUIET).plusSeconds(1));

        List<UUID> found = errands.takeUpStray(then, StrayDeliveries.QUIET, 10_000)
                .map(ErrandRepository.Stray::endpointId)
                .collectList()
                .as(taken -> tx.execute(inIt -> {
                    inIt.setRollbackOnly();
                    return taken;
                }))
                .blockFirst();

        assertThat(found).contains(lost.id()).doesNotContain(waiting.id(), lately.id());
        loseJobs(waiting);
    }

    /** One whose job comes in an hour; long before the moment of which the test asks. */
    private Made waiting() {
        Receiver broken = fixture.receiver();
        broken.answers(503);
        Made endpoint = fixture.endpoint(broken, "invoice.voided");
        var _ = fixture.test(endpoint);
        JsonNode delivery = fixture.awaitDelivery(endpoint, "pending", 1);
        loseJobs(endpoint);
        Instant inAnHour = clock.instant().plus(Duration.ofHours(1));
        due(endpoint, inAnHour);
        outbox.enqueueAt(
                        DeliveryOrder.TYPE,
                        endpoint.id().toString(),
                        new DeliveryOrder(UUID.fromString(delivery.get("id").asString()), 1),
                        inAnHour)
                .block();
        return endpoint;
    }

    private void takeUp() {
        stray.handle(new StrayDeliveries.Payload(), new FirstRun())
                .as(tx::transactional)
                .block();
    }

    private void due(Made endpoint, Instant at) {
        run("update webhook_deliveries set next_attempt_at = '%s' where endpoint_id = '%s' and status = 'pending'"
                .formatted(at, endpoint.id()));
    }

    private void loseJobs(Made endpoint) {
        run("delete from outbox where key = '%s'".formatted(endpoint.id()));
    }

    private void run(String sql) {
        db.sql(sql).then().block();
    }
}
