/** Administration of billing. */
@NullMarked
package io.tollgate.admin.billing;

import org.jspecify.annotations.NullMarked;
