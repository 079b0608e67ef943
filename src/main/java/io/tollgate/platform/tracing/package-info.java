/** Whether spans are made at all: only where somebody collects them. */
@NullMarked
package io.tollgate.platform.tracing;

import org.jspecify.annotations.NullMarked;
