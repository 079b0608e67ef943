package io.tollgate.planted.billing.plan;

import org.springframework.r2dbc.core.DatabaseClient;

/** A handler that speaks SQL. */
record PlanHandler(DatabaseClient db) {}
