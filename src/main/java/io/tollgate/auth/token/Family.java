package io.tollgate.auth.token;

import io.tollgate.auth.session.Session;
import io.tollgate.user.User;

/** A session with its user and the refresh token to hand out. */
public record Family(User user, Session session, RefreshToken token) {}
