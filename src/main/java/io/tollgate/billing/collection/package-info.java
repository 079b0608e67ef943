/** How invoices of our own get paid: gateways, attempts, retries, pages for the payer, what becomes of who does not pay. */
@NullMarked
package io.tollgate.billing.collection;

import org.jspecify.annotations.NullMarked;
