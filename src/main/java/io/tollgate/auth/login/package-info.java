/** POST /login: e-mail or username and password. */
@NullMarked
package io.tollgate.auth.login;

import org.jspecify.annotations.NullMarked;
