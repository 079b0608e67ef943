/** Billable metrics, and the charges of plan versions that are counted by them: what is measured, and what it costs. */
@NullMarked
package io.tollgate.billing.metric;

import org.jspecify.annotations.NullMarked;
