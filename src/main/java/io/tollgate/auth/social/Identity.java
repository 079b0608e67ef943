package io.tollgate.auth.social;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An identity of a user, as its owner sees it. The provider's subject stays here.
 *
 * @param email as the provider last told it
 */
record Identity(
        String provider,
        @JsonIgnore String subject,
        @Nullable String email,
        Instant linkedAt,
        Instant lastUsedAt) {}
