package io.tollgate.billing.entitlement;

import io.tollgate.billing.plan.Tier;
import java.util.UUID;

/** A plan at the version somebody has. */
record PlanRef(UUID id, String code, String name, Tier tier, UUID versionId, int number) {}
