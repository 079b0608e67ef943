package io.tollgate.user;

import io.tollgate.platform.jobs.JobType;
import java.util.UUID;

/** News of a user who has another address, for whoever has told it to others. Which one, the reader asks the database. */
public record EmailChanged(UUID userId) {

    public static final JobType<EmailChanged> TYPE = new JobType<>("user.email_changed", "users", EmailChanged.class);
}
