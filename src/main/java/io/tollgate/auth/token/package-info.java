/** Access tokens, signing keys, JWKS, refresh rotation and logout. */
@NullMarked
package io.tollgate.auth.token;

import org.jspecify.annotations.NullMarked;
