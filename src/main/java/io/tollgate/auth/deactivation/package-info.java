/** POST /deactivate, and the end of all access of a user, for good or for a time, whoever orders it. */
@NullMarked
package io.tollgate.auth.deactivation;

import org.jspecify.annotations.NullMarked;
