/** GET and POST /verify, POST /request/verify: proof that a mailbox belongs to its user. */
@NullMarked
package io.tollgate.auth.verification;

import org.jspecify.annotations.NullMarked;
