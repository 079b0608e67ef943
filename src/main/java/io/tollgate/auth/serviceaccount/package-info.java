/** Service accounts: machines with tokens of their own, which are limited by scopes and known to every node. */
@NullMarked
package io.tollgate.auth.serviceaccount;

import org.jspecify.annotations.NullMarked;
