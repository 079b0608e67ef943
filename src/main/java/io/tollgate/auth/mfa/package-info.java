/** What follows a proven first factor: a session. */
@NullMarked
package io.tollgate.auth.mfa;

import org.jspecify.annotations.NullMarked;
