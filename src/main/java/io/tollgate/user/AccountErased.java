package io.tollgate.user;

import io.tollgate.platform.jobs.JobType;
import java.util.UUID;

/** News of a user who was erased, for whoever charges them or has told others about them. */
public record AccountErased(UUID userId) {

    public static final JobType<AccountErased> TYPE = new JobType<>("user.erased", "users", AccountErased.class);
}
