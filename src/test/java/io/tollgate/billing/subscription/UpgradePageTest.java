package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.stripeemulator.ReceivedRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;

/** The page on which an upgrade is paid for. */
class UpgradePageTest extends LifecycleTest {

    @Test
    void opensOnePageForTenRequestsAtOnce() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String dearer = buyers.plan(4900);
        Set<String> pages = new ConcurrentSkipListSet<>();

        Lifecycle.parallel(10, () -> {
            pages.add(page(user, dearer));
            return life.post(user, "upgrade", dearer);
        });

        assertThat(pages).hasSize(1);
        assertThat(buyers.checkouts(user)).containsExactly("completed", "open");
    }

    @Test
    void closesTheOlderPageForAnother() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String first = page(user, buyers.plan(2900));

        String second = page(user, buyers.plan(4900));

        assertThat(second).isNotEqualTo(first);
        assertThat(buyers.checkouts(user)).containsExactly("completed", "replaced", "open");
    }

    @Test
    void givesATrialOnlyOnce() {
        TestUser user = buyers.subscriber(buyers.plan(1900, 14));
        assertThat(life.row(user)).containsEntry("status", "trialing");

        String session = page(user, buyers.plan(4900, 14));

        assertThat(stripe.requests("POST", "/v1/checkout/sessions").stream()
                        .filter(request ->
                                request.params().toString().contains(user.id().toString()))
                        .map(ReceivedRequest::params)
                        .map(Map::toString)
                        .filter(params -> params.contains("trial_period_days")))
                .hasSize(1);
        assertThat(session).startsWith("cs_");
    }

    private String page(TestUser user, String plan) {
        return Buyers.sessionOf(
                life.ok(life.post(user, "upgrade", plan)).path("checkout_url").asString());
    }
}
