/** {@code Idempotency-Key}: a POST that creates or charges can be sent again without being done again. */
@NullMarked
package io.tollgate.platform.idempotency;

import org.jspecify.annotations.NullMarked;
