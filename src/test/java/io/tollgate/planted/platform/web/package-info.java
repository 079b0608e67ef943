/** Planted faults. */
@NullMarked
package io.tollgate.planted.platform.web;

import org.jspecify.annotations.NullMarked;
