/** Planted faults. */
@NullMarked
package io.tollgate.planted.billing.invoice;

import org.jspecify.annotations.NullMarked;
