/** The clock, identifiers and randomness: injected everywhere, so that tests decide what time it is. */
@NullMarked
package io.tollgate.platform.time;

import org.jspecify.annotations.NullMarked;
