package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.PitfallFixture;
import io.tollgate.stripeemulator.Fault;
import org.junit.jupiter.api.Test;

/** The pitfalls of what is taken, and when it is answered. */
class StripePitfallsInAnswersTest extends PitfallFixture {

    @Test
    void pitfall09NewerVersionsAndUnknownTypesAreTakenAndIgnored() {
        SignedWebhook webhook = new SignedWebhook(http, clock);
        String id = SignedWebhook.newId("evt");
        String body = """
                {"id": "%s", "object": "event", "type": "subscription_schedule.aborted", "api_version": "2031-01-01.zebra",
                 "created": 1795000000, "livemode": false, "context": {"a": [1]}, "data": {"object":
                 {"id": "sub_sched_1", "object": "subscription_schedule", "phases": "none"}}}""".formatted(id);

        webhook.deliver(body).expectStatus().isOk().expectBody(String.class).isEqualTo("true");

        awaitEvent(id, "ignored");
    }

    @Test
    void pitfall16ABadSignatureIsRefusedAndNobodyNeedsToLogIn() {
        SignedWebhook webhook = new SignedWebhook(http, clock);
        String id = SignedWebhook.newId("evt");
        String body = SignedWebhook.event(id, InventedEvents.EFFECT, "cus_1");

        webhook.deliver(body, webhook.header("whsec_wrong", body))
                .expectStatus()
                .isBadRequest();
        webhook.deliver(body, webhook.header(SignedWebhook.SECRET, body, -301))
                .expectStatus()
                .isBadRequest();
        webhook.deliver(body.replace("effect", "no_effect"), webhook.header(SignedWebhook.SECRET, body))
                .expectStatus()
                .isBadRequest();
        assertThat(eventStatus(id)).isEqualTo("unknown");
        webhook.deliver(body, webhook.header(SignedWebhook.OLDER_SECRET, body))
                .expectStatus()
                .isOk();
    }

    @Test
    void pitfall17TheAnswerDoesNotWaitForTheWork() {
        Purchase bought = unheard(buyers.plan(1900));
        stripe.fail(Fault.held()
                .on("GET", "/v1/subscriptions/" + bought.subscription())
                .untilCleared());
        String event = stripe.events("customer.subscription.updated", bought.subscription())
                .getLast();
        SignedWebhook webhook = new SignedWebhook(http, clock);

        webhook.deliver(stripe.event(event)).expectStatus().isOk();

        assertThat(eventStatus(event)).isEqualTo("pending");
        stripe.clearFaults();
        awaitEvent(event, "processed");
        assertThat(status(bought.user())).isEqualTo("active");
    }
}
