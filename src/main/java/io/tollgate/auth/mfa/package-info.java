/** What follows a proven first factor: a second one where the user has any, and the session. TOTP and recovery codes are here. */
@NullMarked
package io.tollgate.auth.mfa;

import org.jspecify.annotations.NullMarked;
