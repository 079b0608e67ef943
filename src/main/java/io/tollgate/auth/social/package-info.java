/** Sign-in with Google and GitHub: redirect flow, hand-off to apps, native id_tokens, and which identities belong to a user. */
@NullMarked
package io.tollgate.auth.social;

import org.jspecify.annotations.NullMarked;
