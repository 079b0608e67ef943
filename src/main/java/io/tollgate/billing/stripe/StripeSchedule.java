package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.model.SubscriptionSchedule;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What will become of a subscription by itself.
 *
 * @param status Stripe's word: {@code active}, {@code released}, {@code canceled}, …
 * @param presentSince when the phase that is now began
 * @param phases in order
 */
public record StripeSchedule(
        String id, String status, @Nullable Instant presentSince, List<Phase> phases) {

    /** @param priceId of the first item */
    public record Phase(
            @Nullable String priceId,
            @Nullable Instant start,
            @Nullable Instant end) {}

    /** The price that the last phase brings. */
    public @Nullable String lastPriceId() {
        return phases.isEmpty() ? null : phases.getLast().priceId();
    }

    static StripeSchedule from(JsonObject json) {
        SubscriptionSchedule schedule = StripeJson.read(json, SubscriptionSchedule.class);
        return new StripeSchedule(
                schedule.getId(),
                schedule.getStatus(),
                schedule.getCurrentPhase() == null
                        ? null
                        : StripeTime.orNull(schedule.getCurrentPhase().getStartDate()),
                Stream.ofNullable(schedule.getPhases())
                        .flatMap(List::stream)
                        .map(StripeSchedule::phase)
                        .toList());
    }

    private static Phase phase(SubscriptionSchedule.Phase phase) {
        return new Phase(
                Stream.ofNullable(phase.getItems())
                        .flatMap(List::stream)
                        .map(SubscriptionSchedule.Phase.Item::getPrice)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                StripeTime.orNull(phase.getStartDate()),
                StripeTime.orNull(phase.getEndDate()));
    }
}
