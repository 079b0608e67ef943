package io.tollgate.admin.stats;

import java.util.List;

/** Month by month, the oldest first; within a month by currency. A currency in which nothing was is left out. */
record MonthlyView(List<MonthStats> data) {}
