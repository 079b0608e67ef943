package io.tollgate.auth.session;

import java.time.Instant;
import java.util.UUID;

/**
 * The access tokens of this session are refused although they have not expired.
 *
 * @param sessionId or the id of a single token, where only that is meant
 * @param until when none of them is alive any more
 */
record Revocation(UUID sessionId, Instant until) {}
