package io.tollgate.planted.billing.plan.deep;

/** On a third level. */
final class TooDeep {}
