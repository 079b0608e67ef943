/** Administration of jobs: what waits, what is dead, what comes round. */
@NullMarked
package io.tollgate.admin.jobs;

import org.jspecify.annotations.NullMarked;
