package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;

/** A subscription after an operation, with its plan, and what became of the operation. */
record OperationResult(Operation operation, Subscription subscription, Plan plan) {}
