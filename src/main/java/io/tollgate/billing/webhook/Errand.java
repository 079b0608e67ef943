package io.tollgate.billing.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that waits for its next attempt, with all that the attempt needs.
 *
 * @param attempts made since it was last replayed
 * @param enabled whether the endpoint is
 * @param failures of the endpoint since it last succeeded
 * @param restsUntil the endpoint is left alone until then
 * @param previousSecret null when there is none
 * @param previousUntil how long that one signs as well
 */
record Errand(
        UUID deliveryId,
        int round,
        int attempts,
        UUID endpointId,
        String url,
        boolean enabled,
        int failures,
        @Nullable Instant restsUntil,
        byte[] secret,
        byte @Nullable [] previousSecret,
        @Nullable Instant previousUntil,
        UUID messageId,
        String body) {

    boolean rests(Instant now) {
        return restsUntil != null && now.isBefore(restsUntil);
    }

    /** What signs now, the newest first; as stored. */
    List<byte[]> secretsAt(Instant now) {
        return previousSecret != null && previousUntil != null && now.isBefore(previousUntil)
                ? List.of(secret, previousSecret)
                : List.of(secret);
    }

    DeliveryOrder order() {
        return new DeliveryOrder(deliveryId, round);
    }
}
