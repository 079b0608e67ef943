package io.tollgate.planted.billing.plan;

import org.apache.kafka.common.TopicPartition;

/** A feature that speaks Kafka. */
record KnowsKafka(TopicPartition partition) {}
