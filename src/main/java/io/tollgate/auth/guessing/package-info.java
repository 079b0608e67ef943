/** The tarpit: whoever guesses passwords, codes or second factors waits longer and longer, and at last is refused. */
@NullMarked
package io.tollgate.auth.guessing;

import org.jspecify.annotations.NullMarked;
