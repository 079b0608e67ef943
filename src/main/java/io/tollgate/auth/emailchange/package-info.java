/** POST /me/email and the links it sends: a new address, confirmed at the old mailbox and at the new one. */
@NullMarked
package io.tollgate.auth.emailchange;

import org.jspecify.annotations.NullMarked;
