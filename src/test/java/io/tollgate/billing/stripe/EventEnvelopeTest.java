package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Events as they come: of any version, with things that nobody expects. */
class EventEnvelopeTest {

    private final StripeEventReader reader = new StripeEventReader(JsonMapper.shared());

    @Test
    void findsWhatStoringNeeds() {
        EventEnvelope event = parse("""
                {"id": "evt_1", "object": "event", "api_version": "2026-07-29.dahlia", "created": 1795000000,
                 "livemode": true, "type": "invoice.paid", "request": {"id": "req_1", "type": "not this one"},
                 "data": {"previous_attributes": {"object": {"id": "nor_this"}},
                          "object": {"id": "in_1", "object": "invoice", "lines": {"data": [{"id": "il_1"}]},
                                     "customer": "cus_1"}}}""");
        assertThat(event)
                .isEqualTo(new EventEnvelope(
                        "evt_1",
                        "invoice.paid",
                        "2026-07-29.dahlia",
                        "in_1",
                        Instant.ofEpochSecond(1_795_000_000),
                        true,
                        "cus_1"));
    }

    @Test
    void keepsTheEventsOfOneCustomerTogether() {
        assertThat(about("{\"id\": \"in_1\", \"customer\": {\"id\": \"cus_1\", \"metadata\": {\"id\": \"x\"}}}"))
                .isEqualTo("cus_1");
        assertThat(about("{\"id\": \"cus_1\", \"object\": \"customer\"}")).isEqualTo("cus_1");
        assertThat(about("{\"id\": \"prod_1\", \"object\": \"product\"}")).isEqualTo("prod_1");
        assertThat(about("{\"object\": \"invoice\", \"customer\": null}"))
                .as("an upcoming invoice has no id")
                .isEqualTo("evt_1");
    }

    @Test
    void readsOtherVersionsAndNone() {
        for (String version : new String[] {
            "\"2023-10-16\"", "\"2025-03-31.basil\"", "\"2026-10-28.endive\"", "\"2099-01-01.zebra\"", "null"
        }) {
            String body = """
                    {"id": "evt_1", "type": "customer.subscription.updated", "api_version": %s, "created": 7,
                     "data": {"object": {"id": "sub_1", "object": "subscription", "customer": "cus_1",
                                         "current_period_end": 99, "metadata": {"plan_id": "p1"}}}}""".formatted(version);
            assertThat(parse(body).objectId()).isEqualTo("sub_1");
            StripeEvent event = reader.read(body);
            assertThat(event.objectId()).isEqualTo("sub_1");
            assertThat(event.customerId()).contains("cus_1");
            assertThat(event.metadata("plan_id")).contains("p1");
            assertThat(event.createdAt()).isEqualTo(Instant.ofEpochSecond(7));
        }
    }

    @Test
    void readsIdsWhetherExpandedOrNot() {
        StripeEvent event = reader.read("""
                {"id": "evt_1", "type": "checkout.session.completed", "created": "soon",
                 "data": {"object": {"id": "cs_1", "object": "checkout.session", "subscription": {"id": "sub_1"},
                                     "customer": "cus_1", "client_reference_id": "u1", "payment_intent": null}}}""");
        assertThat(event.id("subscription")).contains("sub_1");
        assertThat(event.id("client_reference_id")).contains("u1");
        assertThat(event.id("payment_intent")).isEmpty();
        assertThat(event.id("nothing")).isEmpty();
        assertThat(event.apiVersion()).isNull();
        assertThat(event.toString()).isEqualTo("StripeEvent[evt_1 checkout.session.completed cs_1]");
    }

    @Test
    void takesUnknownTypesAndObjects() {
        assertThat(parse(
                                "{\"id\": \"evt_1\", \"type\": \"moon.landed\", \"data\": {\"object\": {\"object\": \"moon\"}}}")
                        .type())
                .isEqualTo("moon.landed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e400",
                "\"yesterday\"",
                "-1",
                "99999999999999",
                "99999999999999999999999999",
                "1.5",
                "{\"a\": 1}",
                "null"
            })
    void takesNonsenseForNoTime(String created) {
        assertThat(parse(EVENT.replace("1795000000", created)).createdAt()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "true",
                "[]",
                "{}",
                "hello",
                "{\"id\": \"evt_1\"",
                "{\"id\": \"evt_1\", \"type\": \"a\"}",
                "{\"id\": \"evt_1\", \"type\": \"a\", \"data\": null}",
                "{\"id\": \"evt_1\", \"type\": \"a\", \"data\": []}",
                "{\"id\": \"evt_1\", \"type\": \"a\", \"data\": {}}",
                "{\"id\": \"evt_1\", \"type\": \"a\", \"data\": {\"object\": null}}",
                "{\"id\": \"evt_1\", \"type\": \"a\", \"data\": {\"object\": \"in_1\"}}",
                "{\"type\": \"a\", \"data\": {\"object\": {}}}",
                "{\"id\": \"evt_1\", \"data\": {\"object\": {}}}",
                "{\"id\": 5, \"type\": \"a\", \"data\": {\"object\": {}}}",
                "{\"id\": {\"id\": \"evt_1\"}, \"type\": \"a\", \"data\": {\"object\": {}}}",
                "{\"id\": \"\", \"type\": \"a\", \"data\": {\"object\": {}}}",
                "{\"id\": \"evt\\u0000_1\", \"type\": \"a\", \"data\": {\"object\": {}}}",
                "{\"id\": \"evt_1\", \"type\": \"a\", \"data\": {\"object\": {}}} trailing",
                "{\"id\": \"evt_1\", \"type\": \"a\", \"data\": {\"object\": {}}}{}",
                "{\"id\": \"evt_1\", \"type\": \"a\", \"data\": {\"object\": {\"x\": }}}",
                "{\"id\": \"evt_1\", \"type\": \"a\", \"data\": {\"object\": {\"x\": NaN}}}"
            })
    void isNoEvent(String body) {
        assertThat(EventEnvelope.parse(body.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void isNoEventWhenNestedBeyondReason() {
        String deep = EVENT.replace("\"in_1\"", "[".repeat(5000) + "]".repeat(5000));
        assertThat(EventEnvelope.parse(deep.getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(EventEnvelope.parse(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}))
                .isEmpty();
    }

    private static final String EVENT = "{\"id\": \"evt_1\", \"type\": \"invoice.paid\", \"created\": 1795000000,"
            + " \"data\": {\"object\": {\"id\": \"in_1\"}}}";

    private static String about(String object) {
        return parse("{\"id\": \"evt_1\", \"type\": \"a\", \"data\": {\"object\": " + object + "}}")
                .about();
    }

    private static EventEnvelope parse(String body) {
        return EventEnvelope.parse(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
