/** Planted faults. */
@NullMarked
package io.tollgate.planted.billing.plan;

import org.jspecify.annotations.NullMarked;
