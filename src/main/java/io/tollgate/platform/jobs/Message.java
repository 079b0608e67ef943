package io.tollgate.platform.jobs;

import java.time.Instant;

/**
 * What others put on a topic.
 *
 * @param value without bytes where there was none
 * @param sentAt as Kafka has it: by the producer's clock, or by the broker's where the topic says so
 */
public record Message(byte[] value, Instant sentAt) {}
