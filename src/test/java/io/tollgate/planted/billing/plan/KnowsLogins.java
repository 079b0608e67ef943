package io.tollgate.planted.billing.plan;

import io.tollgate.planted.auth.login.KnowsPlans;
import org.jspecify.annotations.Nullable;

/** Billing that knows identity. */
public record KnowsLogins(@Nullable KnowsPlans plans) {}
