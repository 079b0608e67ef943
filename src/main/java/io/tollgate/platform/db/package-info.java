/** The PostgreSQL connection pool and the migrations that run before anything else. */
@NullMarked
package io.tollgate.platform.db;

import org.jspecify.annotations.NullMarked;
