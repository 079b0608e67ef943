package io.tollgate.planted.billing.plan;

import io.lettuce.core.RedisClient;

/** A feature with a Redis of its own. */
record KnowsLettuce(RedisClient client) {}
