package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.OwnThreads;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.stripe.StripeSubscription;
import io.tollgate.billing.stripe.StripeSubscriptions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Everything at once on one subscription: whatever wins, nobody gets a 5xx and what we have is what Stripe has. */
class MixedOperationsTest extends LifecycleTest {

    private static final int CALLS = 12;

    @Autowired
    private StripeSubscriptions subscriptions;

    @Test
    void keepsWhatWeHaveAndWhatStripeHasTheSame() {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        String plan = buyers.plan(2000);
        List<String> others = List.of(buyers.plan(1000), buyers.plan(3000), buyers.plan(0), plan);
        for (int round = 0; round < 3; round++) {
            TestUser user = buyers.subscriber(plan);
            List<Supplier<ResponseSpec>> calls = IntStream.range(0, CALLS)
                    .mapToObj(_ -> call(user, others, random))
                    .toList();

            List<Integer> answers = Flux.fromIterable(calls)
                    .flatMap(
                            call -> Mono.fromCallable(() -> Lifecycle.status(call.get()))
                                    .subscribeOn(OwnThreads.SCHEDULER),
                            CALLS)
                    .collectList()
                    .block();

            assertThat(answers).as("seed %d", seed).isSubsetOf(200, 400, 404, 409);
            Awaiting.until("the same here and there, seed " + seed, () -> same(user));
        }
    }

    private Supplier<ResponseSpec> call(TestUser user, List<String> plans, Random random) {
        String plan = plans.get(random.nextInt(plans.size()));
        return switch (random.nextInt(6)) {
            case 0 -> () -> life.post(user, "cancel");
            case 1 -> () -> life.post(user, "resume");
            case 2 -> () -> life.post(user, "pause");
            case 3 -> () -> life.send(user, HttpMethod.DELETE, "/billing/subscriptions/change", null);
            default -> () -> life.post(user, "change", plan);
        };
    }

    private boolean same(TestUser user) {
        Map<String, Object> row = life.row(user);
        StripeSubscription there = subscriptions.retrieve(life.stripeId(user)).block();
        String price = (String) buyers.query("select stripe_price_id from plan_versions where id = '%s'"
                        .formatted(row.get("plan_version_id")))
                .getFirst()
                .get("stripe_price_id");
        return there.priceId().equals(price)
                && row.get("cancel_at_period_end").equals(there.cancelAtPeriodEnd())
                && ahead(user).equals(ahead(there, user));
    }

    private String ahead(TestUser user) {
        return life.operations(user).stream()
                .filter(operation -> operation.get("status").equals("planned"))
                .map(operation -> (String) operation.get("kind"))
                .findFirst()
                .orElse("none");
    }

    /** A planned free plan looks like a cancellation there. */
    private String ahead(StripeSubscription there, TestUser user) {
        if (there.collectionPaused()) {
            return "pause";
        }
        return there.scheduleId() != null
                        || there.cancelAtPeriodEnd() && ahead(user).equals("downgrade")
                ? "downgrade"
                : "none";
    }
}
