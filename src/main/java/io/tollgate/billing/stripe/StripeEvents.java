package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.param.EventListParams;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The events of the last 30 days at Stripe, for what the webhook missed. */
@Component
class StripeEvents {

    private final StripeClient client;
    private final StripeEventReader reader;

    StripeEvents(StripeClient client, StripeEventReader reader) {
        this.client = client;
        this.reader = reader;
    }

    /**
     * Events, the newest first.
     *
     * @param types at most 20; empty for all
     * @param since the oldest wanted
     * @param undelivered only those that some endpoint has not taken
     */
    public Flux<StripeEvent> list(List<String> types, Instant since, boolean undelivered) {
        return client.list(
                next -> StripeCall.get("events.list", "/v1/events", params(types, since, undelivered, next)),
                reader::read);
    }

    /** One page of the events that some endpoint has not taken, as Stripe wrote them. */
    Mono<StripePage<JsonObject>> undelivered(Instant since, @Nullable String after) {
        return client.call(
                StripeCall.get("events.list", "/v1/events", params(List.of(), since, true, after)),
                json -> StripeJson.page(json, Function.identity()));
    }

    private static EventListParams params(
            List<String> types, Instant since, boolean undelivered, @Nullable String next) {
        EventListParams.Builder params = EventListParams.builder()
                .setCreated(EventListParams.Created.builder()
                        .setGte(since.getEpochSecond())
                        .build())
                .setDeliverySuccess(undelivered ? false : null)
                .setLimit(StripeClient.PAGE)
                .setStartingAfter(next);
        return types.isEmpty() ? params.build() : params.addAllType(types).build();
    }
}
