/** Planted faults. */
@NullMarked
package io.tollgate.planted.auth.login;

import org.jspecify.annotations.NullMarked;
