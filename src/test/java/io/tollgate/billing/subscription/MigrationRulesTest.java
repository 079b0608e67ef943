package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.OwnThreads;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.stripeemulator.Fault;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Who is not migrated, and when nobody is. */
class MigrationRulesTest extends MigrationFixture {

    @Test
    void makesNobodyPayWhoPaidNothing() {
        String plan = buyers.plan(0);
        TestUser user = users.signUp();
        buyers.subscribe(user, plan).expectStatus().isCreated();
        reprice(plan, 2000);

        JsonNode done = migrated(plan, Map.of());

        assertThat(done.path("skipped").asInt()).isEqualTo(1);
        assertThat(reason(done)).isEqualTo("not_paid_for");
        assertThat(version(user)).isEqualTo(1);
    }

    /** Nor by what they use, which nobody would bill. */
    @Test
    void makesNobodyPayForUsageWhoPaidNothing() {
        String plan = buyers.plan(0);
        TestUser user = users.signUp();
        buyers.subscribe(user, plan).expectStatus().isCreated();
        charge(plan);

        JsonNode done = migrated(plan, Map.of());

        assertThat(done.path("skipped").asInt()).isEqualTo(1);
        assertThat(reason(done)).isEqualTo("not_paid_for");
        assertThat(version(user)).isEqualTo(1);
    }

    /** There is no price at Stripe for either, and only one of them is free. */
    @Test
    void leavesWhoPaysABaseFeeWhereThereIsNoneAnyMore() {
        String plan = buyers.plan(1000);
        TestUser user = buyers.subscriber(plan);
        reprice(plan, 0);
        assertThat(reason(migrated(plan, Map.of()))).isEqualTo("now_free");
        charge(plan);

        JsonNode done = migrated(plan, Map.of());

        assertThat(done.path("skipped").asInt()).isEqualTo(1);
        assertThat(reason(done)).isEqualTo("not_paid_for");
        assertThat(version(user)).isEqualTo(1);
    }

    @Test
    void namesWhatStripeRefuses() {
        String plan = buyers.plan(1000);
        TestUser user = buyers.subscriber(plan);
        reprice(plan, 2000);
        stripe.fail(Fault.status(400)
                .on("POST", "/v1/subscriptions/" + stripeId(user))
                .untilCleared());

        JsonNode done = migrated(plan, Map.of());

        assertThat(done.path("failed").asInt()).isEqualTo(1);
        assertThat(done.path("problems").path(0).path("status").asString()).isEqualTo("failed");
        assertThat(version(user)).isEqualTo(1);

        stripe.clearFaults();
        assertThat(migrated(plan, Map.of()).path("migrated").asInt()).isEqualTo(1);
        assertThat(version(user)).isEqualTo(2);
    }

    @Test
    void runsOneMigrationOfAPlanAtATime() {
        String plan = buyers.plan(1000);
        var _ = buyers.subscriber(plan);
        reprice(plan, 2000);
        stripe.fail(Fault.status(503).on("POST", "/v1/subscriptions/*").untilCleared());

        List<Integer> answers = Flux.range(0, 10)
                .flatMap(
                        _ -> Mono.fromCallable(() -> migrate(plan, Map.of())
                                        .expectBody()
                                        .returnResult()
                                        .getStatus()
                                        .value())
                                .subscribeOn(OwnThreads.SCHEDULER),
                        10)
                .collectList()
                .block();

        assertThat(answers).filteredOn(status -> status == 202).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 409).hasSize(9);
        stripe.clearFaults();
        String path = "/billing/plans/" + planId(plan) + "/migrations";
        Awaiting.until(
                "the end",
                () -> get(path).path("data").path(0).path("status").asString().equals("finished"));
        assertThat(get(path).path("total").asInt()).isEqualTo(1);
        assertThat(buyers.query("select 1 from audit_log where action = 'plan.migration_started' and subject_id = '"
                        + planId(plan) + "'"))
                .hasSize(1);
    }

    @Test
    void refusesWhatCannotBeMigrated() {
        String plan = buyers.plan(0);

        refused(migrate(plan, Map.of("from_version", 1)), 422, "validation_failed");
        refused(migrate(plan, Map.of("from_version", 0)), 422, "validation_failed");
        refused(migrate(plan, Map.of("proration_behavior", "often")), 422, "validation_failed");
        refused(send("/billing/plans/" + UUID.randomUUID() + "/migrate", Map.of()), 404, "plan_not_found");
        refused(send("/billing/plans/x/migrate", Map.of()), 422, "validation_failed");
        admin.delete()
                .uri("/billing/plans/" + planId(plan))
                .exchange()
                .expectStatus()
                .isNoContent();
        refused(migrate(plan, Map.of()), 409, "plan_not_sold");
        refused(
                admin.get()
                        .uri("/billing/plans/" + planId(plan) + "/migrations/" + UUID.randomUUID())
                        .exchange(),
                404,
                "migration_not_found");
        users.signUp()
                .authorized(http)
                .post()
                .uri("/billing/plans/" + planId(plan) + "/migrate")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of())
                .exchange()
                .expectStatus()
                .isForbidden();
    }
}
