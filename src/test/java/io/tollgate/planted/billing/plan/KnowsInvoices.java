package io.tollgate.planted.billing.plan;

import io.tollgate.planted.billing.invoice.Bill;

/** Uses what stands below it. */
record KnowsInvoices(Bill bill) {}
