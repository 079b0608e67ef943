/** Passkeys (WebAuthn): a key pair in the user's device instead of a password, or beside it. */
@NullMarked
package io.tollgate.auth.passkey;

import org.jspecify.annotations.NullMarked;
