package io.tollgate.auth.token;

import io.tollgate.user.SignedIn;
import java.time.Instant;

/** A verified access token: whom it speaks for, and until when. */
record AccessToken(SignedIn bearer, Instant expiresAt) {}
