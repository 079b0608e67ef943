package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.stripeemulator.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class PlanMigrationTest extends MigrationFixture {

    @Autowired
    private StripeSubscriptions subscriptions;

    @Test
    void leavesSubscribersTheirPriceUntilTheyAreMigrated() {
        String plan = buyers.plan(1000);
        TestUser user = buyers.subscriber(plan);

        reprice(plan, 2000);
        assertThat(version(user)).isEqualTo(1);

        JsonNode done = migrated(plan, Map.of());

        assertThat(done.path("total").asInt()).isEqualTo(1);
        assertThat(done.path("migrated").asInt()).isEqualTo(1);
        assertThat(version(user)).isEqualTo(2);
        assertThat(subscriptions.retrieve(stripeId(user)).block().priceId()).isEqualTo(priceId(plan));
        assertThat(moves(user))
                .singleElement()
                .satisfies(move -> assertThat(move.params()).containsEntry("proration_behavior", "none"));
        assertThat(buyers.payments(user)).hasSize(1);
    }

    @Test
    void chargesTheDifferenceAtOnceWhenAsked() {
        String plan = buyers.plan(1000);
        TestUser user = buyers.subscriber(plan);
        reprice(plan, 2000);

        migrated(plan, Map.of("proration_behavior", "always_invoice"));

        Awaiting.until("the difference is paid", () -> buyers.payments(user).size() == 2);
    }

    @Test
    void worksThroughManyInBatchesOnceEachThoughStripeFailsNowAndThen() {
        String plan = buyers.plan(1000);
        List<TestUser> subscribers = AtOnce.times(MigrationJob.BATCH + 3, _ -> buyers.subscriber(plan));
        reprice(plan, 2000);
        stripe.fail(Fault.status(500)
                .on("POST", "/v1/subscriptions/" + stripeId(subscribers.get(1)))
                .times(5));
        stripe.fail(Fault.reset()
                .performing()
                .on("POST", "/v1/subscriptions/" + stripeId(subscribers.get(2)))
                .times(2));

        JsonNode done = migrated(plan, Map.of("proration_behavior", "always_invoice"));

        assertThat(done.path("migrated").asInt()).isEqualTo(subscribers.size());
        assertThat(subscribers).allSatisfy(user -> assertThat(version(user)).isEqualTo(2));
        Awaiting.until(
                "everybody has paid the difference",
                () -> subscribers.stream()
                        .allMatch(user -> buyers.payments(user).size() == 2));
    }

    @Test
    void movesOnlyTheVersionThatIsNamed() {
        String plan = buyers.plan(1000);
        TestUser first = buyers.subscriber(plan);
        reprice(plan, 2000);
        TestUser second = buyers.subscriber(plan);
        reprice(plan, 3000);

        JsonNode done = migrated(plan, Map.of("from_version", 2));

        assertThat(done.path("total").asInt()).isEqualTo(1);
        assertThat(version(first)).isEqualTo(1);
        assertThat(version(second)).isEqualTo(3);
    }
}
