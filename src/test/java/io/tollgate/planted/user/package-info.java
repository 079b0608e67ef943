/** Planted faults. */
@NullMarked
package io.tollgate.planted.user;

import org.jspecify.annotations.NullMarked;
