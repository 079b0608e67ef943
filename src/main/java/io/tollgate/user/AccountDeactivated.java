package io.tollgate.user;

import io.tollgate.platform.jobs.JobType;
import java.util.UUID;

/** News of a user who was deactivated, for whoever charges them. Whether they still are, the reader asks the database. */
public record AccountDeactivated(UUID userId) {

    public static final JobType<AccountDeactivated> TYPE =
            new JobType<>("user.deactivated", "users", AccountDeactivated.class);
}
