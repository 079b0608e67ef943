/** Faults that the architecture rules must find. Nothing here is ever run. */
@NullMarked
package io.tollgate.planted;

import org.jspecify.annotations.NullMarked;
