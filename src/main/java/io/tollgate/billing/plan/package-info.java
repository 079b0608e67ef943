/** Plans: what can be bought. Each change reaches Stripe through a job. */
@NullMarked
package io.tollgate.billing.plan;

import org.jspecify.annotations.NullMarked;
