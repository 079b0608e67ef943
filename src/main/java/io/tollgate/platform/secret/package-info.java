/** The deployment's one secret, and the keys that are derived from it. */
@NullMarked
package io.tollgate.platform.secret;

import org.jspecify.annotations.NullMarked;
