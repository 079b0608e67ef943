package io.tollgate.planted.billing.plan;

/** Helps whom? */
final class PlanHelper {}
