/** POST /register. */
@NullMarked
package io.tollgate.auth.registration;

import org.jspecify.annotations.NullMarked;
