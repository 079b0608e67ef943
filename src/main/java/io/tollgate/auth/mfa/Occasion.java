package io.tollgate.auth.mfa;

import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import java.util.UUID;

/**
 * What a second factor is wanted for.
 *
 * @param id the challenge of a login, or the session that asks for more: what a factor with challenges of its own binds them to
 */
public record Occasion(User user, UUID id, RequestFacts facts) {}
