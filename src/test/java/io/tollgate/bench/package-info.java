/** Measures the product and the limits of its machine: an open-loop load generator, and the programs behind {@code src/ops/bench}. */
@NullMarked
package io.tollgate.bench;

import org.jspecify.annotations.NullMarked;
