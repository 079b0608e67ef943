package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.PitfallFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The events of one customer, at the same time, on two nodes. */
class TwoNodesTest extends PitfallFixture {

    @Test
    void comesToTheSameAsOnOne() {
        try (SecondNode node = SecondNode.start(clock)) {
            List<SignedWebhook> nodes = List.of(new SignedWebhook(http, clock), new SignedWebhook(node.http(), clock));
            String plan = buyers.plan(1900);
            List<TestUser> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Purchase bought = unheard(plan);
                all.add(bought.user());
                List<String> events = stripe.eventsAbout(bought.customer());
                assertThat(events).hasSizeGreaterThan(5);
                var _ = AtOnce.times(
                        events.size() * 4,
                        number -> nodes.get(number % 2)
                                .deliver(stripe.event(events.get(number / 2 % events.size())))
                                .expectStatus()
                                .isOk());
                events.forEach(event -> Awaiting.until(
                        "event " + event, () -> List.of("processed", "ignored").contains(eventStatus(event))));
            }
            for (TestUser user : all) {
                assertThat(status(user)).isEqualTo("active");
                assertThat(buyers.subscriptions(user)).hasSize(1);
                assertThat(buyers.payments(user)).hasSize(1);
                assertThat(ledger.payment(user))
                        .containsEntry("status", "succeeded")
                        .containsEntry("attempts", 1);
                Awaiting.until("a mail", () -> !mails(user).isEmpty());
            }
            Awaiting.during(
                    "one mail each",
                    Duration.ofMillis(200),
                    () -> all.stream().allMatch(user -> mails(user).equals(List.of("Subscription Confirmation"))));
        }
    }
}
