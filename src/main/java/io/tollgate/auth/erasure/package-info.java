/** DELETE /me: erasure of a user (GDPR article 17). */
@NullMarked
package io.tollgate.auth.erasure;

import org.jspecify.annotations.NullMarked;
