/** Passwords: what makes a good one, how they are hashed, and where the hashes are. */
@NullMarked
package io.tollgate.auth.password;

import org.jspecify.annotations.NullMarked;
