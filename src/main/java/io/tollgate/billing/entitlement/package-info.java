/** Entitlements: what a user's plan opens, how much of it is used up, and the gate for routes that want a plan. */
@NullMarked
package io.tollgate.billing.entitlement;

import org.jspecify.annotations.NullMarked;
