/** The application: its only main class and who may reach which path. */
@NullMarked
package io.tollgate;

import org.jspecify.annotations.NullMarked;
