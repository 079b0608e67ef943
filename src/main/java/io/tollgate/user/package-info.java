/** Users and their profiles, and who is asking: the guards any, active and admin. */
@NullMarked
package io.tollgate.user;

import org.jspecify.annotations.NullMarked;
