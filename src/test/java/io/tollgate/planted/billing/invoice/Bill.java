package io.tollgate.planted.billing.invoice;

/** Something to pay. */
public record Bill(long amount) {}
