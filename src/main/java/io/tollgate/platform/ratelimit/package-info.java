/** Rate limits: policies from configuration, decided in Redis by one script, locally when Redis is away. */
@NullMarked
package io.tollgate.platform.ratelimit;

import org.jspecify.annotations.NullMarked;
