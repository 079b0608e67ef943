/** Metered usage: taking events in, each exactly once, and telling what they come to in a period. */
@NullMarked
package io.tollgate.billing.usage;

import org.jspecify.annotations.NullMarked;
