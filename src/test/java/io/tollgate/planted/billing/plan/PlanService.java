package io.tollgate.planted.billing.plan;

/** Does what? */
final class PlanService {}
