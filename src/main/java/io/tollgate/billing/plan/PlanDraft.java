package io.tollgate.billing.plan;

/** A plan that is not there yet. */
record PlanDraft(String code, String name, Tier tier, int trialDays, boolean active, PlanPrice price) {}
