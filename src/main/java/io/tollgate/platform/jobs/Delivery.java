package io.tollgate.platform.jobs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * One message as Kafka handed it over.
 *
 * @param topic without prefix
 * @param place partition, offset and time stamp: tells it from every other message of the topic
 */
record Delivery(String topic, String place, byte[] value) {

    String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    /** The same each time this message is delivered. */
    UUID fingerprint() {
        byte[] position = (topic + " " + place).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(ByteBuffer.allocate(position.length + value.length)
                .put(position)
                .put(value)
                .array());
    }
}
