/** Forgets rows that have had their time: each feature names its own, one job deletes them. */
@NullMarked
package io.tollgate.platform.expiry;

import org.jspecify.annotations.NullMarked;
