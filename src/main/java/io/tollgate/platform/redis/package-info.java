/** The connection to Redis. Nothing in Tollgate may wait for Redis longer than its command timeout. */
@NullMarked
package io.tollgate.platform.redis;

import org.jspecify.annotations.NullMarked;
