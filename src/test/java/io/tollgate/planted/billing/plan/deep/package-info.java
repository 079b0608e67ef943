/** Planted faults. */
@NullMarked
package io.tollgate.planted.billing.plan.deep;

import org.jspecify.annotations.NullMarked;
