/** Google and GitHub in one small server: enough of both to sign in with, and able to misbehave in every way we must survive. */
@NullMarked
package io.tollgate.fakeprovider;

import org.jspecify.annotations.NullMarked;
