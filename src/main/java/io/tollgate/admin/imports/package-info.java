/** Brings users over from the original system's database: a command, not an endpoint. */
@NullMarked
package io.tollgate.admin.imports;

import org.jspecify.annotations.NullMarked;
