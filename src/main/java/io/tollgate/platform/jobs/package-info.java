/** Work that happens later: outbox, relay to Kafka, consumer, schedules, dead letters. All Kafka code is here. */
@NullMarked
package io.tollgate.platform.jobs;

import org.jspecify.annotations.NullMarked;
