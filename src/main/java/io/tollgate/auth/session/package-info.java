/** Sessions: one per login, the family of its refresh tokens, and how their end reaches every node. */
@NullMarked
package io.tollgate.auth.session;

import org.jspecify.annotations.NullMarked;
