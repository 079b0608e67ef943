package io.tollgate.platform.jobs;

import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A job that failed as often as it may, or a message that nobody could read.
 *
 * @param type of the job, or {@value #UNREADABLE}
 * @param topic without prefix
 * @param payload of the job; of an unreadable message its text
 * @param error of the last attempt
 * @param replayable false for an unreadable message
 * @param createdAt when the work was promised
 */
public record DeadLetter(
        UUID id,
        String type,
        String topic,
        String key,
        JsonNode payload,
        int attempts,
        String error,
        boolean replayable,
        Instant createdAt,
        Instant diedAt) {

    public static final String UNREADABLE = "unreadable";
}
