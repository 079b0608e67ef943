/** The append-only audit log. */
@NullMarked
package io.tollgate.platform.audit;

import org.jspecify.annotations.NullMarked;
