/** The audit log as administrators read it. */
@NullMarked
package io.tollgate.admin.audit;

import org.jspecify.annotations.NullMarked;
