/** Mailboxes: the one-time links that prove them, and what becomes of an account when its owner has proven theirs. */
@NullMarked
package io.tollgate.auth.mailbox;

import org.jspecify.annotations.NullMarked;
