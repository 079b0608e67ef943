/** Login with a six-digit code from a mail. */
@NullMarked
package io.tollgate.auth.otp;

import org.jspecify.annotations.NullMarked;
