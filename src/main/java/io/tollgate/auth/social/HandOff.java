package io.tollgate.auth.social;

import io.tollgate.user.User;
import java.time.Instant;
import java.util.UUID;

/** What a one-time code stands for. */
record HandOff(User.Provider provider, String subject, UUID userId, String challenge, Instant expiresAt) {}
