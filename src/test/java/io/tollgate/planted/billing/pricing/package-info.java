/** Planted faults. */
@NullMarked
package io.tollgate.planted.billing.pricing;

import org.jspecify.annotations.NullMarked;
