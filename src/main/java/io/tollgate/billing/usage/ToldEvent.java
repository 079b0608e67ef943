package io.tollgate.billing.usage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event on its way to being read.
 *
 * @param sentAt when it happened unless it says so itself; null: now
 */
record ToldEvent(JsonNode event, @Nullable Instant sentAt) {}
