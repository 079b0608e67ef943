package io.tollgate.admin.jobs;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.platform.jobs.DeadLetter;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A dead letter as an administrator sees it.
 *
 * @param payload what the job was told, without what may be secret; null in lists
 */
record DeadLetterView(
        UUID id,
        String type,
        String topic,
        String key,
        int attempts,
        String error,
        boolean replayable,
        Instant createdAt,
        Instant diedAt,

        @Schema(implementation = Object.class, example = "{\"template\": \"verify_email\"}") @Nullable JsonNode payload) {

    static DeadLetterView listed(DeadLetter letter) {
        return of(letter, null);
    }

    static DeadLetterView detailed(DeadLetter letter) {
        return of(letter, Redaction.of(letter.payload()));
    }

    private static DeadLetterView of(DeadLetter letter, @Nullable JsonNode payload) {
        return new DeadLetterView(
                letter.id(),
                letter.type(),
                letter.topic(),
                letter.key(),
                letter.attempts(),
                letter.error(),
                letter.replayable(),
                letter.createdAt(),
                letter.diedAt(),
                payload);
    }
}
