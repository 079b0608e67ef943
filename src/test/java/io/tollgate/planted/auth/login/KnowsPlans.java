package io.tollgate.planted.auth.login;

import io.tollgate.planted.billing.plan.KnowsLogins;

/** Identity that knows billing: and in a cycle with it. */
public record KnowsPlans(KnowsLogins logins) {}
