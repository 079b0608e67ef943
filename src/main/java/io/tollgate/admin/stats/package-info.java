/** Numbers about the business: what comes in per month, who came and who left, what is owed. */
@NullMarked
package io.tollgate.admin.stats;

import org.jspecify.annotations.NullMarked;
