/** Step-up: proving once more, within a session, who one is. */
@NullMarked
package io.tollgate.auth.stepup;

import org.jspecify.annotations.NullMarked;
