/** What a subscription that no provider runs owes, and when: its periods, their rating, the run that makes the invoices. */
@NullMarked
package io.tollgate.billing.engine;

import org.jspecify.annotations.NullMarked;
