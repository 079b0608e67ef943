/** Users and their profiles, and who is asking: the guards any, active and admin, and the one of service accounts. */
@NullMarked
package io.tollgate.user;

import org.jspecify.annotations.NullMarked;
