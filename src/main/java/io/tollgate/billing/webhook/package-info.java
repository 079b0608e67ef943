/** Telling the product's own systems what has changed: signed, tried again, once per change (standardwebhooks.com). */
@NullMarked
package io.tollgate.billing.webhook;

import org.jspecify.annotations.NullMarked;
